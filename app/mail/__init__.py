"""Mail that leaves the house: written once, sent at least once under one Message-ID."""
