"""Sheets: lines that each side lists for itself, shares, and then reads beside the other's; one table for each tool."""
