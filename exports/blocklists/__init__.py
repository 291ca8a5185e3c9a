"""Lists of names to block, made from confirmed shops, with guards against blocking others."""
