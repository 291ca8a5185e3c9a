"""The store: typed tables, sessions and migrations. What is written here is a dated fact."""
