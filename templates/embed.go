// Package templates holds the look of the site: the page templates (in
// html/, for html/template), the style sheet (in css/, joined in the order
// of names) and the scripts (in js/, one file each). generator/render/html fills
// them; its page structs say what each template is given.
package templates

import "embed"

// FS holds html/*.html, css/*.css and js/*.js.
//
//go:embed html/*.html css/*.css js/*.js
var FS embed.FS
