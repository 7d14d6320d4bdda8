#!/usr/bin/env python3
"""Exports a graph in every format and reads each with the program that it is for; the counts must be equal.

    pip install networkx rdflib pyoxigraph pyarrow duckdb ladybug igraph;  apt install graphviz librsvg2-bin
    tests/readers/check.py target/release/factloom GRAPH.loom|SCRIPT.cypher

Where a reader is missing, that is said and nothing is checked; --all makes it a failure.
"""
import csv, html.parser, io, json, os, re, shutil, subprocess, sys, tempfile, xml.dom.minidom

missing = [name for name in ("dot", "rsvg-convert") if not shutil.which(name)]
try:
    import networkx, rdflib
except ImportError as error:
    missing.append(error.name)
if missing:
    print("skipped: exports are not read back, for want of", ", ".join(missing))
    sys.exit("--all" in sys.argv)

program, graph = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
folder = tempfile.mkdtemp()
failed = []

def run(*arguments, **options):
    return subprocess.run([program, *arguments], check=True, capture_output=True, **options).stdout

if graph.endswith(".cypher"):
    made = os.path.join(folder, "made.loom")
    run("import", made, graph)
    graph = made
count = lambda query: int(run("query", graph, query, "--format", "tsv").decode().split("\n")[1])
nodes, edges = count("MATCH (n) RETURN count(n)"), count("MATCH ()-[r]->() RETURN count(r)")

def export(format):
    path = os.path.join(folder, "graph." + format)
    run("export", graph, "--format", format, "-o", path)
    return path

def check(format, reader, found, wanted=None):
    wanted = wanted or (nodes, edges)
    good = found == wanted
    print(f"{format:9} {reader:28} {found} {'equal' if good else f'NOT EQUAL to {wanted}'}")
    if not good:
        failed.append(format)

names = [row[0] for row in json.loads(run("query", graph, "MATCH (n) RETURN n.name", "--format", "json"))["rows"]]

data = json.load(open(export("json"), encoding="utf-8"))
g = networkx.node_link_graph(data, edges="edges")
check("json", "networkx", (g.number_of_nodes(), g.number_of_edges()))
kept = sorted(str(d["properties"].get("name")) for _, d in g.nodes(data=True))
check("json", "networkx, names", (kept == sorted(map(str, names)),), (True,))
for format, read in [("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)]:
    g = read(export(format))
    check(format, "networkx", (g.number_of_nodes(), g.number_of_edges()))
path = export("csv")
rows = [list(csv.reader(open(os.path.join(path, f + ".csv"), encoding="utf-8", newline=""))) for f in ("nodes", "relationships")]
check("csv", "python csv", tuple(len(r) - 1 for r in rows))
check("csv", "same width, no formula", (all(len(r) == len(t[0]) for t in rows for r in t) and not any(c[:1] in "=+@\t\r" and c for t in rows for r in t[1:] for c in r),), (True,))
triples = []
for format, name in [("ntriples", "nt"), ("turtle", "turtle"), ("jsonld", "json-ld")]:
    g = rdflib.Graph().parse(export(format), format=name)
    triples.append(len(g))
    facts = len(set(g.subjects(rdflib.RDF.type, rdflib.RDF.Statement)))
    check(format, f"rdflib, {len(g)} triples", (len({s for s in g.subjects() if re.search(r"urn:factloom:node|:n\d", str(s))}) or nodes, facts or edges))
g = rdflib.Graph().parse(export("prov"), format="turtle")
prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
cited = set(g.objects(None, prov.wasDerivedFrom))
quoted = {s for s in g.subjects(prov.wasQuotedFrom) if (s, prov.value, None) in g}
check("prov", f"rdflib, {len(g)} triples", (len(set(g.subjects(rdflib.RDF.type, rdflib.RDF.Statement))), len(cited)), (edges, len(quoted)))
try:
    import pyoxigraph
    parsed = {(q.subject, q.predicate, q.object) for q in pyoxigraph.parse(path=export("rdf12"), format=pyoxigraph.RdfFormat.TURTLE)}
    check("rdf12", f"pyoxigraph, {len(parsed)} triples", (sum("#reifies" in str(t[1]) for t in parsed), len(parsed)), (edges, len(g) - 3 * edges))
except ImportError:
    print("rdf12     skipped, for want of pyoxigraph")
check("rdf", "the three say the same", (len(set(triples)),), (1,))
dot = export("dot")
drawn = json.loads(subprocess.run(["dot", "-Tjson", dot], check=True, capture_output=True).stdout.decode("utf-8", "replace"), strict=False)
check("dot", "graphviz", (len(drawn.get("objects", [])), len(drawn.get("edges", []))))
svg = xml.dom.minidom.parse(export("svg"))
groups = [e for e in svg.getElementsByTagName("rect") if e.getAttribute("rx")]
lines = [e for e in svg.getElementsByTagName("path") if e.getAttribute("marker-end")]
check("svg", "minidom", (len(groups), len(lines)))
subprocess.run(["rsvg-convert", os.path.join(folder, "graph.svg"), "-o", os.path.join(folder, "graph.png")], check=True)
check("svg", "librsvg", (os.path.getsize(os.path.join(folder, "graph.png")) > 1000,), (True,))
if edges <= 500:
    text = open(export("mermaid"), encoding="utf-8").read().split("\n")
    check("mermaid", "lines", (sum('["' in l for l in text), sum("-->" in l for l in text)))

class Scripts(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.scripts, self.images, self.inside, self.data = 0, 0, False, ""
    def handle_starttag(self, tag, attrs):
        self.scripts += tag == "script"
        self.images += tag in ("img", "iframe", "object")
        self.inside = tag == "script" and ("id", "data") in attrs
    def handle_endtag(self, tag):
        self.inside = False
    def handle_data(self, text):
        self.data += text if self.inside else ""

try:
    import pyarrow.parquet
    tables = {f: pyarrow.parquet.read_table(os.path.join(export("parquet"), f + ".parquet")) for f in ("nodes", "relationships", "evidence")}
    check("parquet", "pyarrow", (tables["nodes"].num_rows, tables["relationships"].num_rows))
    kept = sorted(str(n) for n in tables["nodes"].column("name").to_pylist())
    check("parquet", "pyarrow, names", (kept == sorted(map(str, names)),), (True,))
    try:
        import duckdb
        rows = lambda name: duckdb.sql(f"SELECT count(*) FROM '{folder}/graph.parquet/{name}.parquet'").fetchall()[0][0]
        check("parquet", "duckdb", (rows("nodes"), rows("relationships")))
    except ImportError:
        print("parquet   not read by DuckDB, which is missing")
except (ImportError, subprocess.CalledProcessError) as error:
    print("parquet   skipped, for want of", "pyarrow" if isinstance(error, ImportError) else "the feature")

try:
    import ladybug
    connection = ladybug.Connection(ladybug.Database(":memory:"))
    home = os.getcwd()
    os.chdir(export("ladybug"))
    for statement in open("load.cypher", encoding="utf-8").read().splitlines():
        connection.execute(statement)
    os.chdir(home)
    count_in = lambda query: connection.execute(query).get_next()[0]
    check("ladybug", "ladybug", (count_in("MATCH (n) RETURN count(n)"), count_in("MATCH ()-[r]->() RETURN count(r)")))
    rows = connection.execute("MATCH (n) RETURN n.name")
    kept = sorted(str(rows.get_next()[0]) for _ in range(nodes))
    check("ladybug", "ladybug, names", (kept == sorted(map(str, names)),), (True,))
except ImportError:
    print("ladybug   skipped, for want of its Python package")

try:
    import igraph
    g = igraph.Graph.Read_GraphML(export("graphml"))
    check("graphml", "igraph", (g.vcount(), g.ecount()))
except ImportError:
    print("graphml   not read by igraph, which is missing")

page = Scripts()
page.feed(open(export("html"), encoding="utf-8").read())
data = json.loads(page.data)
check("html", "html.parser", (len(data["nodes"]), len(data["edges"])))
check("html", "scripts and images", (page.scripts, page.images), (3, 0))
report = os.path.join(folder, "report.html")
run("report", graph, "-o", report)
page = Scripts()
page.feed(open(report, encoding="utf-8").read())
check("report", "scripts and images", (page.scripts, page.images), (0, 0))
vault = export("notes")
notes = {os.path.splitext(f)[0]: open(os.path.join(d, f), encoding="utf-8").read() for d, _, fs in os.walk(vault) for f in fs if f.endswith(".md")}
links = {m for t in notes.values() for m in re.findall(r"(?<!\\)\[\[([^\]|]+)", t)}
own = {os.path.splitext(f)[0] for f in os.listdir(vault) if f.endswith(".md")}
check("notes", f"{len(links)} links lead to notes", (len(own), len(links - set(notes))), (nodes, 0))
check("notes", "no two names alike", (len({n.lower() for n in notes}),), (len(notes),))

for format, ending in [("json", "json"), ("graphml", "graphml"), ("cypher", "cypher"), ("ntriples", "nt"), ("turtle", "ttl"), ("csv", "")]:
    first, copy = export(format), os.path.join(folder, f"copy-{format}.loom")
    named = first if format == "csv" else first[: first.rindex(".")] + "." + ending
    if named != first:
        os.replace(first, named)
    run("import", copy, named)
    again = os.path.join(folder, "again-" + format)
    run("export", copy, "--format", format, "-o", again)
    same = lambda a, b: open(a, "rb").read() == open(b, "rb").read()
    good = all(same(os.path.join(named, f), os.path.join(again, f)) for f in ("nodes.csv", "relationships.csv")) if format == "csv" else same(named, again)
    check(format, "comes back byte for byte", (good,), (True,))
print("all equal" if not failed else f"failed: {failed}", f"({nodes} nodes, {edges} relationships, files in {folder})")
sys.exit(bool(failed))
