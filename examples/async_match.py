"""The same client for programs that await."""

import asyncio

import qualmap


async def main() -> None:
    """Match one credential, then several in order."""
    client = qualmap.AsyncClient.local()
    answer = await client.match("MRICS", edition="1.0")
    print(answer.text, [mention.outcome for mention in answer.mentions])
    async for answer in client.match_many(["FRAeS", "准精算师", "PMP lapsed"], edition="1.0"):
        print(answer.text, [(mention.outcome, mention.claim) for mention in answer.mentions])


asyncio.run(main())
