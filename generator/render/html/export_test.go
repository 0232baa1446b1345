package html

// Interpreted makes html/template execute the pages of a renderer.
func Interpreted(r *Renderer) {
	for _, lang := range r.languages {
		for name, page := range lang.pages {
			lang.pages[name] = page.Interpreted()
		}
	}
}

// Slow says by template what was not compiled, and why.
func Slow(r *Renderer) map[string]string {
	slow := map[string]string{}
	for _, lang := range r.languages {
		for name, page := range lang.pages {
			if why := page.Slow(); why != "" {
				slow[name] = why
			}
		}
	}
	return slow
}
