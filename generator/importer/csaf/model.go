package csaf

// What the importer reads of a CSAF 2.0 document.

type document struct {
	Document struct {
		Acknowledgments   []acknowledgment `json:"acknowledgments"`
		AggregateSeverity struct {
			Text string `json:"text"`
		} `json:"aggregate_severity"`
		CSAFVersion  string `json:"csaf_version"`
		Distribution struct {
			TLP struct {
				Label string `json:"label"`
			} `json:"tlp"`
		} `json:"distribution"`
		Lang       string      `json:"lang"`
		Notes      []note      `json:"notes"`
		Publisher  publisher   `json:"publisher"`
		References []reference `json:"references"`
		Title      string      `json:"title"`
		Tracking   tracking    `json:"tracking"`
	} `json:"document"`
	ProductTree struct {
		Branches         []branch  `json:"branches"`
		FullProductNames []product `json:"full_product_names"`
		Relationships    []struct {
			FullProductName product `json:"full_product_name"`
		} `json:"relationships"`
	} `json:"product_tree"`
	Vulnerabilities []vulnerability `json:"vulnerabilities"`
}

type acknowledgment struct {
	Names        []string `json:"names"`
	Organization string   `json:"organization"`
}

type note struct {
	Category string `json:"category"`
	Text     string `json:"text"`
	Title    string `json:"title"`
}

type publisher struct {
	Category       string `json:"category"`
	ContactDetails string `json:"contact_details"`
	Name           string `json:"name"`
	Namespace      string `json:"namespace"`
}

type reference struct {
	Category string `json:"category"`
	Summary  string `json:"summary"`
	URL      string `json:"url"`
}

type tracking struct {
	Aliases            []string `json:"aliases"`
	CurrentReleaseDate string   `json:"current_release_date"`
	Generator          struct {
		Engine struct {
			Name string `json:"name"`
		} `json:"engine"`
	} `json:"generator"`
	ID                 string     `json:"id"`
	InitialReleaseDate string     `json:"initial_release_date"`
	RevisionHistory    []revision `json:"revision_history"`
	Status             string     `json:"status"`
}

type revision struct {
	Date          string `json:"date"`
	LegacyVersion string `json:"legacy_version"`
	Number        string `json:"number"`
	Summary       string `json:"summary"`
}

type branch struct {
	Branches []branch `json:"branches"`
	Category string   `json:"category"`
	Name     string   `json:"name"`
	Product  *product `json:"product"`
}

type product struct {
	Name   string `json:"name"`
	ID     string `json:"product_id"`
	Helper struct {
		CPE  string `json:"cpe"`
		PURL string `json:"purl"`
	} `json:"product_identification_helper"`
}

type vulnerability struct {
	CVE string `json:"cve"`
	CWE struct {
		ID string `json:"id"`
	} `json:"cwe"`
	IDs []struct {
		Text string `json:"text"`
	} `json:"ids"`
	Notes         []note              `json:"notes"`
	ProductStatus map[string][]string `json:"product_status"`
	Remediations  []struct {
		Category string `json:"category"`
		Details  string `json:"details"`
		URL      string `json:"url"`
	} `json:"remediations"`
	Scores []struct {
		V2 struct {
			Vector string `json:"vectorString"`
		} `json:"cvss_v2"`
		V3 struct {
			Vector string `json:"vectorString"`
		} `json:"cvss_v3"`
	} `json:"scores"`
	Acknowledgments []acknowledgment `json:"acknowledgments"`
	References      []reference      `json:"references"`
}

// What it writes, in the words of the content format.

type publisherFile struct {
	Name         string       `yaml:"name"`
	Organization string       `yaml:"organization,omitempty"`
	BaseURL      string       `yaml:"base_url"`
	Languages    []string     `yaml:"languages,flow"`
	TimeZone     string       `yaml:"time_zone"`
	Category     string       `yaml:"category"`
	HandlingDays int          `yaml:"handling_days"`
	Contact      *contactFile `yaml:"contact,omitempty"`
	Formats      []string     `yaml:"formats,flow"`
	Series       []seriesFile `yaml:"series"`
}

type contactFile struct {
	Email string `yaml:"email,omitempty"`
	URL   string `yaml:"url,omitempty"`
}

type seriesFile struct {
	Prefix  string `yaml:"prefix,omitempty"`
	Pattern string `yaml:"pattern"`
	Path    string `yaml:"path"`
}

type vendorFile struct {
	Name string `yaml:"name"`
}

type advisoryFile struct {
	ID         string           `yaml:"id"`
	Title      string           `yaml:"title"`
	DiscloseAt string           `yaml:"disclose_at,omitempty"`
	Critical   bool             `yaml:"critical,omitempty"`
	Aliases    []string         `yaml:"aliases,omitempty"`
	Notified   []string         `yaml:"notified,omitempty"`
	Unreached  []string         `yaml:"unreachable,omitempty"`
	Products   []productFile    `yaml:"products,omitempty"`
	Severity   []severityFile   `yaml:"severity,omitempty"`
	CWE        []string         `yaml:"cwe,omitempty"`
	References []linkFile       `yaml:"references,omitempty"`
	Related    []string         `yaml:"related,omitempty"`
	Credits    []creditFile     `yaml:"credits,omitempty"`
	Revisions  []revisionFile   `yaml:"revisions,omitempty"`
	Withdrawn  *withdrawnFile   `yaml:"withdrawn,omitempty"`
	sections   map[int][]string // by advisory.Section, in Markdown
}

type productFile struct {
	Vendor   string      `yaml:"vendor,omitempty"`
	Name     string      `yaml:"name"`
	Versions string      `yaml:"versions,omitempty"`
	CPE      string      `yaml:"cpe,omitempty"`
	PURL     string      `yaml:"purl,omitempty"`
	Ranges   []rangeFile `yaml:"ranges,omitempty"`
}

type rangeFile struct {
	Introduced   string `yaml:"introduced"`
	Fixed        string `yaml:"fixed,omitempty"`
	LastAffected string `yaml:"last_affected,omitempty"`
}

type severityFile struct {
	Vector string `yaml:"vector"`
	CVE    string `yaml:"cve,omitempty"`
	Note   string `yaml:"note,omitempty"`
}

type linkFile struct {
	Title string `yaml:"title,omitempty"`
	URL   string `yaml:"url"`
}

type creditFile struct {
	Name         string `yaml:"name"`
	Organization string `yaml:"organization,omitempty"`
}

type revisionFile struct {
	Number  int    `yaml:"number"`
	Date    string `yaml:"date"`
	Summary string `yaml:"summary"`
}

type withdrawnFile struct {
	Date   string `yaml:"date"`
	Reason string `yaml:"reason"`
}

type recordFile struct {
	Vendor      string            `yaml:"vendor"`
	Status      string            `yaml:"status,omitempty"`
	Updated     string            `yaml:"updated,omitempty"`
	NotifiedAt  string            `yaml:"notified_at,omitempty"`
	RespondedAt string            `yaml:"responded_at,omitempty"`
	Statement   string            `yaml:"statement,omitempty"`
	Addendum    string            `yaml:"addendum,omitempty"`
	Links       []linkFile        `yaml:"links,omitempty"`
	Products    []productFile     `yaml:"products,omitempty"`
	ByCVE       map[string]string `yaml:"by_cve,omitempty"`
}
