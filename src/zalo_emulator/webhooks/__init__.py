"""What Zalo tells the app: events, how they are signed, and how often they are tried."""
