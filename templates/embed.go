// Package templates holds the look of the site: the page templates (in
// html/, for html/template) and the style sheet (in css/, joined in the order
// of names). generator/render/html fills them; its page structs say what each
// template is given.
package templates

import "embed"

// FS holds html/*.html and css/*.css.
//
//go:embed html/*.html css/*.css
var FS embed.FS
