"""Meetings: times proposed and chosen, invitations, who was there, what was decided, and who does not agree with it."""
