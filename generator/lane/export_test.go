package lane

// Fields gives the fields of each kind of file that are in a lane.
func Fields() map[string][]string {
	return map[string][]string{"publisher": publisherFields, "vendor": vendorFields, "advisory": advisoryFields, "vendor-status": recordFields}
}
