"""What cells and rows say: amounts with units, dates, codes; what was sent, what it means, what it would change."""
