"""Accent-blind search over tasks, directives, conclusions, reports and the names of attachments."""
