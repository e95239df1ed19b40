"""What is known: the editions with their coverage, and one qualification with its names, rows and look-alikes."""

import qualmap

client = qualmap.Client.local()
for edition in client.editions():
    known = sum(category.official + category.confirmed for category in edition.categories)
    rows = client.rows(edition.id)
    print(f"edition {edition.id}, from {edition.in_force_from}: {known} of {len(rows)} rows have a source")

print([one.id for one in client.qualifications("structural engineers")])

detail = client.qualification("istructe-fellow")
print(detail.qualification.name_en, "/", detail.qualification.name_zh)
print("written:", ", ".join(name.text for name in detail.names[:6]))
for look_alike in detail.look_alikes:
    print(f"not to be taken for {look_alike.id}: {look_alike.why}")
for edition_id, listing in detail.listings.items():
    print(f"edition {edition_id}:", [(row.category, row.evidence) for row in listing.categories])
