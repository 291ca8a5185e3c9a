"""What leaves the office: confirmed shops as files and blocklists. Nothing that nobody confirmed can leave."""
