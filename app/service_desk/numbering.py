"""The series of service papers."""

REQUEST = "SR"
REPORT = "WR"
ESTIMATE = "E"
