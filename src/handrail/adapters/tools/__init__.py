"""Tools: a company's own servers, through which AI and staff act. Everything they send is data."""
