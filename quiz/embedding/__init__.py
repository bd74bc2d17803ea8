"""A quiz inside a brand's own site: the loader, the messages to the page around, and the customer ids that it signs."""
