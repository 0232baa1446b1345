# The verbs of the house. Bare `make` lists them.
GO ?= go

.PHONY: help site test check fmt vet lint race fuzz interop prove bench clean

help: ## list the verbs
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: ## build the sample publisher in content/ into public/
	@$(GO) run ./cmd/advgen build --content content --out public
	@echo "open public/index.html"

test: ## run the tests
	$(GO) test -timeout 30m ./...

check: fmt vet lint race site verify ## what CI runs: formatting, vet, staticcheck, tests with -race, the sample

fmt: ## fail if a file is not formatted
	@files=$$(gofmt -l cmd generator schema templates); \
	if [ -n "$$files" ]; then echo "gofmt would change:"; echo "$$files"; exit 1; fi

vet: ## go vet
	$(GO) vet ./...

lint: ## staticcheck, in the version of go.mod
	$(GO) tool staticcheck ./...

race: ## run the tests with the race detector
	$(GO) test -race -timeout 30m ./...

verify: site ## re-read the published sample and check that a second build changes nothing
	@$(GO) run ./cmd/advgen check --content content
	@$(GO) run ./cmd/advgen verify public
	@$(GO) run ./cmd/advgen build --content content --out public --quiet | grep -q ': 0 files written, [0-9]* unchanged, 0 removed'

FUZZTIME ?= 30s
fuzz: ## fuzz every target for FUZZTIME
	@set -e; for pkg in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
			echo "$$pkg $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x $$pkg; \
		done; \
	done

interop: ## run the programs of others, pinned, over what is published
	$(GO) test -tags interop -count 1 -timeout 60m -v ./generator/interop/... ./generator/render/search

browser-tools: ## install what the browser tests need, where it is absent
	@interop/browser/tools.sh

browser: browser-tools ## open the pages in Chromium: axe, keyboard, hostile texts, HTML checker
	$(GO) test -tags browser -count 1 -timeout 30m -parallel 2 ./generator/browser

SITE ?= public
shots: site browser-tools ## take pictures of every kind of page of SITE (public) into shots/
	@node interop/browser/shots.mjs $(SITE) shots

lighthouse: site ## report what Lighthouse says of SITE (public), medians of three
	@interop/browser/tools.sh ../lighthouse
	@node interop/lighthouse/run.mjs $(SITE)

prove: ## the proofs of docs/embargo.md in full, with their figures
	@{ GOMEMLIMIT=8GiB $(GO) test -tags prove -count=1 -v -timeout 30m ./generator/proof; echo "exit $$?"; } 2>&1 | { \
		code=1; \
		while IFS= read -r line; do case "$$line" in \
			"exit "[0-9]*) code=$${line#exit } ;; \
			"prove "*|*_test.go:*|*"--- FAIL"*|FAIL*|panic:*|"        "*|"ok "*) printf '%s\n' "$$line" ;; \
		esac; done; \
		exit "$$code"; \
	}

BENCH_SIZES ?= 1000 10000
BENCH_ROUNDS ?= 0
bench: ## measure builds of BENCH_SIZES advisories, as ratios; docs/performance.md tells how to read it
	$(GO) run ./cmd/bench --sizes "$(BENCH_SIZES)" --rounds $(BENCH_ROUNDS) --json bench.json

clean: ## remove what the verbs made
	rm -rf public public.advgen bench.json
