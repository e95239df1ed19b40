"""The same letters on three days: each is answered by the edition in force, and with its evidence."""

import qualmap

client = qualmap.Client.local()
for day in ["2023-12-01", "2025-06-30", "2025-12-01"]:
    answer = client.match("FCCA", as_of=day)
    listing = answer.mentions[0].listing
    rows = [f"{row.category} {row.evidence}" for row in listing.categories]
    print(f"{day}: edition {answer.edition}, {listing.status}: {', '.join(rows)}")

# Who wants no reconstruction refuses inferred rows; the copy is incomplete, so this does not say "not listed".
strict = client.match("FCCA", as_of="2025-12-01", minimum_evidence="confirmed")
print(f"confirmed rows only: {strict.mentions[0].listing.status}")

try:
    client.match("FCCA", as_of="2020-01-01")
except qualmap.UnknownEditionError as error:
    print(f"{error.code}: {error}")
