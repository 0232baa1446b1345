// Package templates holds the look of the site: the page templates (in
// html/, for html/template) and the style sheet. generator/render/html fills
// them; its page structs say what each template is given.
package templates

import "embed"

// FS holds html/*.html and style.css.
//
//go:embed html/*.html style.css
var FS embed.FS
