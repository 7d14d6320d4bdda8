#!/usr/bin/env python3
"""The random queries of `ways_to_ask_agree`, asked of other engines.

    FACTLOOM_DUMP=dump.jsonl cargo test --test reliability ways_to_ask_agree
    others.py dump.jsonl falkordb SOCKET     (a redis-server with falkordb.so at a unix socket, started anew when it dies)
    others.py dump.jsonl grafeo              (pip install grafeo)

Counts the queries that the engine takes, and those where its rows are other than ours, and shows some of these. Which
of the two is right is for a person to say.
"""

import collections
import json
import sys
import time


SHOWN = 12


def falkordb(socket):
    import redis

    server = redis.Redis(unix_socket_path=socket, socket_timeout=20)

    def value(cell):
        kind, held = cell
        match kind:
            case 1:
                return None
            case 2:
                return held.decode()
            case 3:
                return int(held)
            case 4:
                return held in (b"true", "true", True)
            case 5:
                return float(held)
        raise ValueError(f"a value of kind {kind}")

    def ask(text):
        try:
            answer = server.execute_command("GRAPH.QUERY", "g", text, "--compact")
        except redis.ConnectionError as error:
            raise ConnectionError from error
        return [[value(cell) for cell in row] for row in answer[1]] if len(answer) == 3 else []

    def fresh():
        if server.exists("g"):
            server.execute_command("GRAPH.DELETE", "g")

    return fresh, ask


def grafeo():
    import grafeo

    held = {}

    def fresh():
        held["db"] = grafeo.GrafeoDB()

    def ask(text):
        answer = held["db"].execute_cypher(text)
        return [[row[c] for c in answer.columns] if isinstance(row, dict) else list(row) for row in answer]

    return fresh, ask


def key(rows):
    # 1 and 1.0 are equal, but true is not 1.
    one = lambda v: ("bool", v) if isinstance(v, bool) else ("null",) if v is None else (
        ("number", float(v)) if isinstance(v, (int, float)) else ("text", v))
    return collections.Counter(tuple(one(v) for v in row) for row in rows)


def summed(rows):
    return [[0 if at == 1 and v is None else v for at, v in enumerate(row)] for row in rows]


def again(fresh, ask, world):
    """Waits for an engine that has died to be there again, with the graph."""
    for _ in range(100):
        time.sleep(0.1)
        try:
            fresh()
            ask(world)
            return
        except Exception:
            pass
    raise SystemExit("it is not there again")


def main():
    path, name, *rest = sys.argv[1:]
    fresh, ask = {"falkordb": falkordb, "grafeo": grafeo}[name](*rest)
    tally, refused, other, world = collections.Counter(), collections.Counter(), [], None
    for line in map(json.loads, open(path, encoding="utf-8")):
        if "create" in line:
            world = line["create"]
            fresh()
            ask(world)
            continue
        tally["asked"] += 1
        try:
            rows = ask(line["query"])
        except ConnectionError:
            tally["died"] += 1
            again(fresh, ask, world)
            continue
        except Exception as error:
            tally["refused"] += 1
            refused[str(error)[:60]] += 1
            continue
        if key(rows) == key(line["rows"]):
            tally["equal"] += 1
            tally["equal, with rows"] += bool(rows) and rows != [[0]]
        elif " sum(" in line["query"] and key(summed(rows)) == key(line["rows"]):
            tally["equal but for sum() of nothing, which is 0"] += 1
        else:
            tally["other"] += 1
            other.append((line["query"], line["rows"], rows, world))
    print(name, dict(tally))
    print("refused:", refused.most_common(8))
    other.sort(key=lambda one: len(one[0]) + len(one[3]) / 20)
    for query, ours, theirs, world in other[:SHOWN]:
        print(f"\n{query}\n  ours   {str(ours)[:160]}\n  theirs {str(theirs)[:160]}\n  {world[:400]}")


if __name__ == "__main__":
    main()
