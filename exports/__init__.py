"""What leaves the office: confirmed shops as files and blocklists, and nothing that nobody confirmed."""
