package csaf

// The members of a CSAF 2.0 document that advgen writes. Keys stand in the
// order of the alphabet, as optional test 6.2.13 asks.

type documentJSON struct {
	Document        metaJSON            `json:"document"`
	ProductTree     *treeJSON           `json:"product_tree,omitempty"`
	Vulnerabilities []vulnerabilityJSON `json:"vulnerabilities,omitempty"`
}

type metaJSON struct {
	Acknowledgments   []thanksJSON     `json:"acknowledgments,omitempty"`
	AggregateSeverity *severityJSON    `json:"aggregate_severity,omitempty"`
	Category          string           `json:"category"`
	CSAFVersion       string           `json:"csaf_version"`
	Distribution      distributionJSON `json:"distribution"`
	Lang              string           `json:"lang"`
	Notes             []noteJSON       `json:"notes,omitempty"`
	Publisher         publisherJSON    `json:"publisher"`
	References        []referenceJSON  `json:"references"`
	Title             string           `json:"title"`
	Tracking          trackingJSON     `json:"tracking"`
}

type thanksJSON struct {
	Names        []string `json:"names,omitempty"`
	Organization string   `json:"organization,omitempty"`
}

type severityJSON struct {
	Namespace string `json:"namespace"`
	Text      string `json:"text"`
}

type distributionJSON struct {
	TLP tlpJSON `json:"tlp"`
}

type tlpJSON struct {
	Label string `json:"label"`
	URL   string `json:"url"`
}

type noteJSON struct {
	Category string `json:"category"`
	Text     string `json:"text"`
	Title    string `json:"title,omitempty"`
}

type publisherJSON struct {
	Category       string `json:"category"`
	ContactDetails string `json:"contact_details,omitempty"`
	Name           string `json:"name"`
	Namespace      string `json:"namespace"`
}

type referenceJSON struct {
	Category string `json:"category"`
	Summary  string `json:"summary"`
	URL      string `json:"url"`
}

type trackingJSON struct {
	Aliases            []string       `json:"aliases,omitempty"`
	CurrentReleaseDate string         `json:"current_release_date"`
	Generator          generatorJSON  `json:"generator"`
	ID                 string         `json:"id"`
	InitialReleaseDate string         `json:"initial_release_date"`
	RevisionHistory    []revisionJSON `json:"revision_history"`
	Status             string         `json:"status"`
	Version            string         `json:"version"`
}

type generatorJSON struct {
	Engine engineJSON `json:"engine"`
}

type engineJSON struct {
	Name string `json:"name"`
}

type revisionJSON struct {
	Date          string `json:"date"`
	LegacyVersion string `json:"legacy_version,omitempty"`
	Number        string `json:"number"`
	Summary       string `json:"summary"`
}

type treeJSON struct {
	Branches []branchJSON `json:"branches"`
}

type branchJSON struct {
	Branches []branchJSON `json:"branches,omitempty"`
	Category string       `json:"category"`
	Name     string       `json:"name"`
	Product  *productJSON `json:"product,omitempty"`
}

type productJSON struct {
	Name   string      `json:"name"`
	ID     string      `json:"product_id"`
	Helper *helperJSON `json:"product_identification_helper,omitempty"`
}

type helperJSON struct {
	CPE  string `json:"cpe,omitempty"`
	PURL string `json:"purl,omitempty"`
}

type vulnerabilityJSON struct {
	CVE           string            `json:"cve,omitempty"`
	CWE           *cweJSON          `json:"cwe,omitempty"`
	IDs           []idJSON          `json:"ids,omitempty"`
	Notes         []noteJSON        `json:"notes"`
	ProductStatus *statusJSON       `json:"product_status,omitempty"`
	Remediations  []remediationJSON `json:"remediations,omitempty"`
	Scores        []scoreJSON       `json:"scores,omitempty"`
	Threats       []threatJSON      `json:"threats,omitempty"`
}

type cweJSON struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type idJSON struct {
	SystemName string `json:"system_name"`
	Text       string `json:"text"`
}

type statusJSON struct {
	KnownAffected      []string `json:"known_affected,omitempty"`
	KnownNotAffected   []string `json:"known_not_affected,omitempty"`
	UnderInvestigation []string `json:"under_investigation,omitempty"`
}

type remediationJSON struct {
	Category   string   `json:"category"`
	Details    string   `json:"details"`
	ProductIDs []string `json:"product_ids"`
}

type scoreJSON struct {
	V2       *cvssJSON `json:"cvss_v2,omitempty"`
	V3       *cvssJSON `json:"cvss_v3,omitempty"`
	Products []string  `json:"products"`
}

type cvssJSON struct {
	BaseScore    float64 `json:"baseScore"`
	BaseSeverity string  `json:"baseSeverity,omitempty"`
	VectorString string  `json:"vectorString"`
	Version      string  `json:"version"`
}

type threatJSON struct {
	Category   string   `json:"category"`
	Details    string   `json:"details"`
	ProductIDs []string `json:"product_ids"`
}
