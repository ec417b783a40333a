"""What every other room speaks: exact numbers, carriers of columns, problems with a place."""
