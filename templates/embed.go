// Package templates holds the look of the site: the page templates (in
// html/, for html/template), the style sheet (in css/, joined in the order
// of names), the scripts (in js/, one file each) and the icon (in img/). generator/render/html fills
// them; its page structs say what each template is given.
package templates

import "embed"

// FS holds html/*.html, css/*.css, js/*.js and img/icon.svg.
//
//go:embed html/*.html css/*.css js/*.js img/icon.svg
var FS embed.FS
