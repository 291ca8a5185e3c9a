"""What people do on the pages, for programs: JSON under /api, opened by tokens (docs/api.md)."""
