"""What people are told: notices in the application, and reminders of what is due."""
