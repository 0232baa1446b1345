#!/bin/sh
# Sees to what the browser tests need: Chromium, fonts for Japanese, Java (for
# the HTML checker), Node.js 20 or later, and the npm modules of this folder in
# their pinned versions. What is absent is installed by apt-get where that can
# be done; otherwise this fails and says what to install.
set -eu
cd "$(dirname "$0")"

missing=
[ -x "${CHROMIUM:-/usr/bin/chromium}" ] || missing="$missing chromium"
command -v fc-list >/dev/null && fc-list :lang=ja family | grep -q . || missing="$missing fontconfig fonts-noto-cjk"
command -v java >/dev/null || missing="$missing default-jre-headless"
command -v node >/dev/null || missing="$missing nodejs"
command -v npm >/dev/null || missing="$missing npm"

if [ -n "$missing" ]; then
	root=
	[ "$(id -u)" = 0 ] || root="sudo -n"
	# shellcheck disable=SC2086 # the lists are meant to be split
	if ! { command -v apt-get >/dev/null && $root apt-get update -qq && $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null; }; then
		echo "browser-tools: apt-get could not install:$missing" >&2
		echo "browser-tools: install these packages, or their like, and run it again; CHROMIUM names the browser where it is not /usr/bin/chromium" >&2
		exit 1
	fi
fi

if [ "$(node -p 'parseInt(process.versions.node)')" -lt 20 ]; then
	echo "browser-tools: node is $(node --version); the browser tests need version 20 or later" >&2
	exit 1
fi

for dir in . "$@"; do
	if ! cmp -s "$dir/package-lock.json" "$dir/node_modules/.installed"; then
		if ! (cd "$dir" && npm ci --ignore-scripts --no-audit --no-fund --silent); then
			echo "browser-tools: npm ci failed in interop/browser/$dir; it needs a registry that has the modules of package-lock.json" >&2
			exit 1
		fi
		cp "$dir/package-lock.json" "$dir/node_modules/.installed"
	fi
done
