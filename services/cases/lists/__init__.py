"""The lists of the core, a file per noun: by what each may be narrowed, said once for API, page, links and cursor."""
