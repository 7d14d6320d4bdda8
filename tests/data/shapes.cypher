// Shapes of queries that the optimiser has ways of its own for, one a line: tests/it/engine.rs asks each of them.
MATCH (a)-[:R]-(b)-[:R]-(c) WHERE a <> c AND NOT (a)-[:R]-(c) RETURN count(*) AS c
MATCH (a)-[:R]-(b)-[:S]->(c:B) WHERE a <> c RETURN count(*) AS c
MATCH (a)-[:R]-(b)-[:R]-(c)-[:R]-(a) RETURN count(*) AS c
MATCH (a)-[:R]->(b), (a)-[:S]->(c), (b)-[:T]-(c) RETURN count(*) AS c
MATCH (a)-[:R]->(b)-[:S]->(c)<-[:T]-(a) WHERE b:A RETURN a.k AS k, count(*) AS c, max(c.k) AS m
MATCH (a)-[]-(x)-[]-(b) WHERE a.k = 1 AND b.k = 2 RETURN count(DISTINCT x) AS d
MATCH (a:A)<-[:R]-(b)-[:R]->(c:A) WHERE a.k < c.k RETURN count(*) AS c
MATCH (a)-[r:R]->(b:B) WHERE r.w > 0 RETURN b, count(*) AS c, max(r.w) AS m
MATCH (a)-[r]->(b) WHERE r.w >= 1 RETURN type(r) AS t, count(*) AS c, count(DISTINCT b) AS d
MATCH (a)-[r:R|S]->(b) RETURN a.k AS k, min(r.w) AS m, count(b.k) AS c
MATCH (n)-[r]->() RETURN n, count(r) AS d ORDER BY d DESC, n LIMIT 4
MATCH (n:A)<-[r:S]-() RETURN n, count(r) AS d ORDER BY d, n LIMIT 4
MATCH (a:A) WHERE NOT (a)-[:R]->() MATCH (a)-[:S]->(b) RETURN count(*) AS c
MATCH (a:A)-[:R]->(b) OPTIONAL MATCH (b)-[:S]->(o:B) OPTIONAL MATCH (b)<-[:T]-(p) RETURN count(*) AS c, count(o) AS o
MATCH (a)-[:R]->(b) WITH DISTINCT a, b RETURN count(*) AS c
MATCH (a)-[:R]-(b:A) WITH DISTINCT b RETURN count(*) AS c
MATCH (a {k: 1})-[:R*1..3]->(x:B) RETURN count(DISTINCT x) AS d
MATCH (a {k: 1})-[*0..2]->(x) WHERE x.k > 0 RETURN count(DISTINCT x.k) AS d
MATCH (a {k: 0})-[:R]->(f)-[:R]->(x) WHERE x.k <> a.k AND NOT (a)-[:R]->(x) RETURN x, count(DISTINCT f) AS c ORDER BY c DESC, x LIMIT 5
MATCH (a)-[r]->(b) WHERE r.w = 2 RETURN a, r.w AS w, b.k AS k ORDER BY k DESC, a, b LIMIT 7
MATCH (a)-[r:R]->(b)-[q:R]->(c) WHERE r.w < q.w RETURN count(*) AS c
MATCH (a:A)-[:R]->(b:B) RETURN a.k AS x, b.k AS y
MATCH (a)-[:R]->(a) RETURN count(*) AS c
MATCH (a)-[r:R]->(b) RETURN b, sum(r.w) AS s, avg(a.k) AS v, count(*) AS c
MATCH (a:A)-[:R]->(b)-[:S]->(c) RETURN a, sum(DISTINCT c.k) AS s, sum(b.k) AS t, collect(DISTINCT c.k) AS all
MATCH ()-[r]->() RETURN sum(r.w) AS s, stDev(r.w) > 0 AS d
MATCH (t)<-[:R]-(m)<-[:S]-(c)-[:R]->(u) WHERE NOT (c)-[:R]->(t) AND t <> u RETURN count(*) AS n
MATCH (a)-[r:R]->(b) RETURN r.w + 1 AS w, r.w > 1 AS l, count(*) AS c, count(DISTINCT b) AS d
MATCH (a)-[r]->(b:B) RETURN r.day AS y, count(*) AS c, max(a.k) AS m
MATCH ()-[r]->() RETURN left(r.day, 1) AS y, r.day = 'c' AS t, count(*) AS c
MATCH (a)-[r:R]->(b) WHERE r.level >= 0.5 AND r.day <> 'd2' RETURN b, count(*) AS c, max(r.level) AS l, min(r.day) AS d
MATCH (a:A|B)-[:R]->(b) RETURN a, count(*) AS c
MATCH (a:!A)-[:R]->(b) WHERE b:A OR NOT b:B RETURN count(*) AS c, count(DISTINCT b) AS d
MATCH (a)-[r]->(b) WHERE type(r) IN ['R', 'T', 'none'] AND a.k + b.k > 1 RETURN type(r) AS t, count(*) AS c
MATCH (a)-[r:R|S]->(b) WHERE type(r) = 'S' RETURN count(*) AS c, sum(r.w) AS s
MATCH (a)-[:R]->(b) WHERE abs(a.k - b.k) = 1 OR toString(a.k) = '0' RETURN a, b, count(*) AS c
MATCH (a)-[:R]->(b) WHERE [x IN [a.k, b.k] WHERE x = 1] <> [] RETURN count(*) AS c
MATCH (a:A) OPTIONAL MATCH (a)-[r:R]->(b) WHERE b.k > 0 AND b:B RETURN count(*) AS c, count(b) AS d
MATCH (a:A) OPTIONAL MATCH (a)-[r:R]->(b:B) WHERE r.w = 2 OPTIONAL MATCH (a)<-[:S]-(c) WHERE c.k <> 1 RETURN a.k AS k, count(*) AS c
MATCH (a:A) WHERE EXISTS { MATCH (a)-[r:R]->(b:B) WHERE b.k > 0 AND r.w < 2 } RETURN count(*) AS c
MATCH (a) WHERE NOT EXISTS { (a)-[:R]->(:B)-[:S]->() } AND NOT (a)<-[:T {w: 1}]-() RETURN a, count(*) AS c
MATCH (a {k: 1})-[:S*1..3]->(b) RETURN count(*) AS c
MATCH (a:A {k: 0})-[:T*2..3]-(b:B) RETURN b, count(*) AS c
MATCH (a:A {k: 1})-[:R*0..2 {w: 1}]->(b) RETURN b.k AS k, count(*) AS c, count(DISTINCT b) AS d
MATCH (a {k: 2})-[:R|T*1..3 {w: 2}]-(b) RETURN count(DISTINCT b) AS d
MATCH (a)-[:S*1..4]-(b:A) WHERE a.k = 0 RETURN a, count(DISTINCT b) AS d
MATCH (a:A {k: 1})-[:T*2..3]->(b) WHERE b.k > 0 RETURN count(DISTINCT b) AS d, max(b.k) AS m
MATCH (a:A)-[:R]->(x)<-[:R]-(b:B) WHERE id(a) < id(b) RETURN a, b, count(*) AS c ORDER BY c DESC, id(a), id(b) LIMIT 5
MATCH (a:A), (b:B) WHERE a.k = b.k RETURN count(*) AS c
MATCH (a)-[r:R]->(x), (b:B) WHERE b.k = r.w AND b.k > 0 RETURN a, b, count(*) AS c
MATCH (a)-[:R]->(x), (b:A)-[:S]->(y) WHERE y.k = x.k AND a.k < b.k RETURN a.k AS k, b, count(*) AS c
MATCH (a:A), (b:B), (c) WHERE a.k = b.k AND abs(b.k - 1) = c.k RETURN c, count(*) AS n
MATCH (a:A), (b:B {k: a.k}) WHERE NOT (a)-[:R]->(b) RETURN a, count(b) AS c ORDER BY c DESC, id(a) LIMIT 3
MATCH (a:A) OPTIONAL MATCH (a)-[:R]->(o:B) RETURN a, count(o) AS c, count(*) AS n, sum(o.k) AS s
MATCH (a) OPTIONAL MATCH (a)-[r:S]->(o) WHERE r.w > 0 RETURN a.k AS k, count(r) AS c, max(r.w) AS m, count(DISTINCT o) AS d
MATCH (a:A)-[:R]->(b) OPTIONAL MATCH (b)-[r:T]-(o {k: 1}) OPTIONAL MATCH (a)<-[:S]-(p) RETURN a, b, type(r) AS t, o, p.k AS k
MATCH (a:A) OPTIONAL MATCH (a)<-[:T]-(o) RETURN a.k AS k, o.k AS l ORDER BY k, l DESC LIMIT 6
MATCH (a:A) OPTIONAL MATCH (a)-[:R]->(o:A:B) WITH DISTINCT a, o RETURN count(*) AS c
MATCH (a)-[r]->(b) RETURN r.w AS w, count(*) AS c, max(b.k) AS m
MATCH (a)-[:R]->(b) RETURN b.k AS k, count(*) AS c, count(DISTINCT a) AS d
MATCH ()-[r]->() RETURN left(r.day, 1) AS d, r.level AS l, type(r) AS t, count(*) AS c, sum(r.w) AS v
MATCH (a)-[r:S]->(b) WHERE a.k > 0 RETURN a.k AS k, b.k AS l, count(*) AS c
MATCH (n) RETURN labels(n) AS l, count(*) AS c, max(n.k) AS m
MATCH (n) WHERE n.k > 0 RETURN size(labels(n)) AS s, n:A AS a, count(DISTINCT n.k) AS c
MATCH (a)-[r]->(b) RETURN labels(a) AS l, type(r) AS t, labels(b) AS m, count(*) AS c
MATCH (a)-[r]->(b) WHERE r.w > 0 RETURN head(labels(a)) AS l, r.day AS d, labels(b) = ['B'] AS m, count(b) AS c
MATCH (a)-[r]-(b:A) RETURN type(r) AS t, b:B AS x, r.level IS NULL AS l, count(*) AS c
MATCH (a)-[r]->(b)-[q:S]->(c) RETURN labels(a) AS l, type(r) AS t, q.day AS d, labels(c) AS m, count(*) AS c, sum(r.w) AS s
MATCH (a) OPTIONAL MATCH (a)-[r:R]->(o) RETURN count(r) AS c, count(o.k) AS k, collect(DISTINCT o.k) AS all
MATCH (a:B) OPTIONAL MATCH (a)-[r]->(a2) WHERE r.w = 1 RETURN a, coalesce(a2.k, -1) AS k, r IS NULL AS none
MATCH (a)-[:R]->(b)-[:R]->(c)-[:R]->(d)-[:R]->(a) RETURN count(*) AS c
MATCH (a)-[:R]->(b)-[:R]->(c), (a)-[:R]->(d)-[:R]->(c) RETURN count(*) AS c
MATCH (a)-[:R]->(b)-[:R]->(c), (a)-[:R]->(d)-[:R]->(c) WHERE b <> d AND a.k < c.k RETURN count(*) AS c
MATCH (a)-[:R]-(b)-[:R]-(c)-[:R]-(d)-[:R]-(a) RETURN a, count(*) AS c
MATCH (a)-[:R]->(b:A)<-[:S]-(c)-[r]->(d:B)<-[:T]-(a) WHERE r.w > 0 RETURN b.k AS k, count(*) AS c
MATCH (a:A)-[:R|S]->(b)-[]->(c)<-[q:S]-(d)<-[r]-(a) WHERE r.w >= q.w RETURN a, count(DISTINCT c) AS c
MATCH (c)<-[:S]-(o)<-[:R]-(p)-[:T]->(q)-[:R]->(u)-[:S]->(c) RETURN c.k AS k, count(*) AS n
MATCH (a)-[:R]->(b)-[:S]->(c), (a)-[:R]->(d:A)-[:S]->(c) WHERE (d)-[:T]->() RETURN count(*) AS c
MATCH (a) WHERE a.k >= 0 RETURN DISTINCT a.k AS k ORDER BY k DESC LIMIT 2
MATCH (a)-[r:R]->(b) RETURN DISTINCT b.k AS k, r.day AS d ORDER BY d, k DESC LIMIT 4
MATCH (a)-[:R]->(b)-[:S]->(c) WITH DISTINCT a, c RETURN count(*) AS c
MATCH (a:A)-[:R]->(b)-[:S]->(c)-[:T]->(d) WITH DISTINCT b, d RETURN count(*) AS c
MATCH (a)-[:R]->(b)-[r:S]->(c) WITH DISTINCT a, r RETURN count(*) AS c
MATCH (a)-[:R]-(b) RETURN a, count(DISTINCT b) AS d, count(*) AS c ORDER BY d DESC, id(a) LIMIT 3
MATCH (a)-[:R]->()-[]->(b) RETURN a, b, count(*) AS c ORDER BY c DESC, id(a), id(b) LIMIT 5
MATCH (a)-[r]->(b) RETURN count(DISTINCT r.w) AS w, count(DISTINCT r.day) AS d, count(DISTINCT r.level) AS l, count(DISTINCT a.k) AS k
MATCH (a)-[r:R]->(b) RETURN a.k AS k, count(DISTINCT r.day) AS d, count(DISTINCT r.w) AS w, percentileDisc(r.level, 0.2) AS p, percentileCont(r.w, 0.5) AS q
MATCH (a) WHERE a.k % 2 = 1 AND a.k * 3 - 1 > 1 AND -a.k < 0 RETURN count(*) AS c
MATCH (a)-[r]->(b) WHERE r.w + a.k > b.k AND r.level * 2 <= r.w RETURN a.k / 2 AS h, count(*) AS c, sum(r.w * 2 + 1) AS s, max(size(b.name)) AS m
MATCH (a) WHERE toLower(a.name) CONTAINS 'a' AND size(a.name) >= 4 RETURN a.name AS n
MATCH (a)-[r]->(b) WHERE toUpper(r.day) <> 'D2' RETURN size(r.day) AS n, count(*) AS c, avg(r.level * 1.5) AS m
MATCH (a)-[r:R]->(b) RETURN substring(b.name, 1, 2) AS k, count(*) AS c, collect(DISTINCT left(a.name, 1)) AS l
MATCH (a) RETURN toUpper(substring(a.name, 1)) AS k, count(*) AS c, min(a.k % 2) AS m
MATCH (a:A) RETURN a.k % 2 AS k, count(*) AS c, avg(a.k * 2) AS m
MATCH (a)-[r]->(b) RETURN r.w > 0 AS p, avg(r.level) AS l, sum(r.level) AS s, avg(r.w) AS w, sum(a.k) AS k, avg(b.k) AS m
MATCH (a)-[r:R]->(b) RETURN b, avg(r.level) AS l, sum(r.w) AS s
MATCH (a) RETURN avg(a.k) AS m, sum(a.k) AS s, avg(a.none) AS n, sum(a.none) AS z
MATCH (a {k: 1})-[:R]->(b)-[:S]->(c)-[:T]->(d) RETURN d, count(*) AS c
MATCH (a {k: 1})-[:R]->(b)-[:R]->(c)-[:R]->(d) RETURN d.k AS k, count(*) AS c, count(DISTINCT d) AS n
MATCH (a {k: 2})-[]-(b)-[]-(c)-[]-(d) RETURN d, count(*) AS c
MATCH (a {k: 0})-[r]->(b)-[q:R]->(c)-[s]->(d)-[:S]->(e:A) WHERE r.w > 0 AND q.w < 2 RETURN e.k AS k, sum(s.w) AS s
MATCH (a {k: 1})-[:R]->(b:A)-[:R]-(c)-[:R]-(d)-[:S]->(e) WHERE d.k > 0 RETURN count(*) AS c
MATCH (a) WHERE a.k > 99 WITH sum(a.k) AS s, max(a.k) AS m RETURN s + 1 AS s, m
MATCH (a)-[:R]->(b) WHERE a.k > 99 WITH count(DISTINCT b) AS n, collect(a.k) AS l WHERE n = 0 RETURN n, size(l) AS s
MATCH (a)-[:R]->(b) WHERE a.k > 99 WITH a.k AS k, count(DISTINCT b) AS n RETURN count(*) AS c, sum(n) AS s
MATCH (a)-[:R]->(b) WITH a, count(b) AS n WHERE n > 1 RETURN n, count(*) AS c, collect(DISTINCT a.k) AS l
MATCH (a)-[r:R]->(b) WITH b, r.w + a.k AS s WHERE s > 1 RETURN b, max(s) AS m, count(*) AS c
MATCH (a:A) WITH a.k AS k, a WITH k, count(*) AS n RETURN n, count(*) AS c ORDER BY n LIMIT 3
MATCH (k) MATCH (a)-[:R]->()-[:S]->(k) MATCH (b)-[:R]->()-[:S]->(k) MATCH (c)-[:R]->()-[:S]->(k) MATCH (a)-[:T]-(b)-[:T]-(c)-[:T]-(a) RETURN count(*) AS n
MATCH (a)-[:R]->(b)-[:S]->(c), (a)-[:T]->(d)-[:S]->(c), (a)-[:S]->(e:A)-[:R]->(c) WHERE b <> d RETURN c, count(*) AS n
MATCH (a)-[r]->(b) RETURN a, type(r) AS t, count(*) AS c, max(r.w) AS m
MATCH (a)-[r]->(b) RETURN a.k AS k, type(r) AS t, labels(b) AS l, count(*) AS c
MATCH (a:A)-[r]->(b) RETURN r.day AS d, b AS b, type(r) AS t, r.level AS l, count(DISTINCT a) AS c
MATCH (a)-[r]->(b) RETURN type(r) AS t, r.day AS d, r.level AS l, count(*) AS c
MATCH (a)-[r]->(b) RETURN toLower(type(r)) AS t, b.k AS k, count(*) AS c
MATCH (a)-[r]->(b) RETURN left(r.day, 1) AS y, type(r) AS t, count(*) AS c
MATCH (a)-[r]->(b) RETURN r AS r, type(r) AS t, r.day AS d, count(*) AS c
MATCH (a)-[r]->(b) RETURN size(labels(a)) AS s, a.k AS k, type(r) AS t, sum(r.w) AS w
MATCH (a)-[r]->(b) WHERE type(r) <> 'R' RETURN a, count(*) AS c
MATCH (a)-[r]->(b) WHERE type(r) STARTS WITH 'R' OR toLower(type(r)) = 's' RETURN type(r) AS t, count(*) AS c
MATCH (a)-[r]->(b) WHERE NOT type(r) IN ['R', 'Q', null] RETURN count(*) AS c
MATCH (a)-[r]->(b) WHERE type(r) =~ '[ST]' AND type(r) >= 'T' RETURN b, count(*) AS c
MATCH (a)-[r:R|S]->(b) WHERE type(r) > 'R' AND r.w > 0 RETURN b, count(*) AS c
MATCH (a)-[r]->(b) WHERE size(type(r)) = 1 AND type(r) <> 'NONE' RETURN count(*) AS c
MATCH (a)-[r:R]->(b)-[q:R]->(c) WHERE r.day < q.day RETURN count(*) AS c
MATCH (a)-[r:R]->(b)-[q]->(c) WHERE r.day >= q.day AND q.level <> r.level RETURN a, count(*) AS c
MATCH (a)-[r:R]->(b)-[q:S]->(c) WHERE r.level = q.level RETURN c, count(*) AS c1
MATCH (a)-[r:R]->(b) WHERE a.k < b.k AND a.name = b.name RETURN count(*) AS c
MATCH (a)-[r]->(b) RETURN CASE WHEN a.n > 2 THEN 'much' WHEN a.n IS NULL THEN null ELSE 'little' END AS s, count(*) AS c
MATCH (a:A) RETURN a.n % 2 AS odd, round(sqrt(abs(a.n))) AS r, count(*) AS c, sum(a.n) AS s
MATCH (a)-[r:R]->(b) RETURN CASE b.n WHEN 1 THEN a.n ELSE 0 END AS k, count(*) AS c
MATCH (a:A) WITH a ORDER BY a.k DESC, a.name LIMIT 3 RETURN a.name AS n
MATCH (a)-[r]->(b) WITH b AS a, r ORDER BY a.name, r.w DESC LIMIT 4 RETURN a.name AS n, r.w AS w
MATCH (a) WITH a ORDER BY a.name LIMIT 3 MATCH (a)-[r]->(b) RETURN a.name AS n, count(*) AS c
MATCH (a)-[r]->(b) WHERE r.n IN [1, 3, null] RETURN count(*) AS c
MATCH (a)-[r]->(b) WHERE r.day IN ['c', 'd2', null] AND NOT r.level IN [0, 0.5] RETURN count(*) AS c
MATCH (a:A) WHERE a.n IN [0, 1, 7] OR a.n IN [2.0] RETURN count(*) AS c
MATCH (a:A)-[r]->(b) WHERE r.level > 0.4 RETURN a, count(*) AS c
MATCH (a:A)-[r]->(b:B) WHERE r.w >= 0 AND r.day = 'c' RETURN count(*) AS c
MATCH (a)-[r:R]->(b:B) WHERE r.w >= 0 OPTIONAL MATCH (b)-[:S]->(o) RETURN count(*) AS c, count(o) AS o
MATCH (a)-[r:R|S]->(b:A) WHERE r.w >= 0 AND NOT (b)-[:T]->() RETURN r.w AS w, count(*) AS c
MATCH (a:A)-[r]->(b) WHERE r.level > 0.4 RETURN DISTINCT b
MATCH (a)-[r:R]->(b)-[q:R]->(c)-[s:R]->(a) WHERE r.w >= 0 AND q.w >= 0 AND s.w >= 0 RETURN count(*) AS c
MATCH (a)-[r:R]-(b)-[q:S]-(a) WHERE r.w >= q.w RETURN count(*) AS c
MATCH (a)-[r]->(b), (a)-[q]->(b) WHERE r.w < q.w RETURN count(*) AS c
MATCH (a:A) OPTIONAL MATCH (a)-[:R]->(o) OPTIONAL MATCH (a)-[q:S]->(p) RETURN count(DISTINCT a) AS a, count(DISTINCT o) AS o, count(DISTINCT p) AS p, count(DISTINCT q) AS q
MATCH (a) OPTIONAL MATCH (a)-[:R]->(o:B) OPTIONAL MATCH (a)<-[:S]-(p) RETURN a.k AS k, count(DISTINCT o) AS o, count(p) AS p, count(DISTINCT p) AS d
MATCH (a) OPTIONAL MATCH (a)-[:T]->(o) RETURN a, count(DISTINCT o) AS o, collect(o.k) AS k
MATCH (a)-[r]->(b) RETURN a, collect(DISTINCT type(r)) AS t, max(substring(r.day, 0, 1)) AS d
MATCH (a)-[r]->(b) RETURN collect(DISTINCT labels(b)) AS l, count(DISTINCT r.day + 'x') AS d, min(type(r)) AS t, collect(DISTINCT [type(r), r.level]) AS p
MATCH (a:A) OPTIONAL MATCH (a)-[r:R]->(o) RETURN count(DISTINCT type(r)) AS t, collect(DISTINCT r.day) AS d
MATCH (a {k: 1})-[rs:R*1..3]->(b) WHERE all(r IN rs WHERE r.w >= 0) RETURN count(DISTINCT b) AS c
MATCH (a)-[rs*1..2]->(b) WHERE none(r IN rs WHERE r.day = 'c') RETURN b, count(*) AS c
MATCH (a)-[rs:R*0..2]-(b:B) WHERE all(r IN rs WHERE r.level > 0 OR r.w IS NULL) RETURN count(*) AS c
MATCH p = (a {k: 1})-[*1..3]->(b) WHERE all(r IN relationships(p) WHERE r.level < 1.5) AND b.k > 0 RETURN count(DISTINCT b) AS c
MATCH (a)-[r]->(b) WHERE id(a) = 3 RETURN b, count(*) AS c
MATCH (a)-[r]-(b) WHERE id(a) IN [1, 2, 2, 900000] AND id(b) <> 4 RETURN a, count(*) AS c
MATCH (a)-[r]->(b)-[q]->(c) WHERE 2 = id(b) AND id(c) IN [0, 1, 2, 3, 4, 5] RETURN a, c, count(*) AS n
MATCH (a:A) WHERE elementId(a) = '2' OR a.k = 1 RETURN count(*) AS c
MATCH (a) WHERE elementId(a) IN ['2', '02', '7'] AND id(a) = 2 RETURN a
MATCH (a)-[r]->(b) WHERE id(r) = 5 RETURN a, b, r.w AS w
MATCH (a)-[r]-(b) WHERE id(r) IN [3, 5, 6] RETURN a, b
MATCH (a)-[r]->(b)-[q]->(c) WHERE id(r) = 4 AND id(q) IN [0, 1, 2, 3, 5, 6, 7] RETURN count(*) AS c
MATCH (a) WHERE id(a) = -1 OR id(a) = 2.0 RETURN a
MATCH (a) WHERE id(a) = 2.0 RETURN a
MATCH (a:A)-[:R]->(b) WITH a, b MATCH (b)-[:S]->(c) RETURN a, count(*) AS n
MATCH (a)-[r:R]->(b) WITH b AS a, a AS b MATCH (a)-[:R]->(c) RETURN b, c, count(*) AS n
MATCH (a)-[r:R]->(b) WITH * MATCH (b)-[q:R]->(c) RETURN count(*) AS n
MATCH (a)-[r:R]->(b) WITH a, a AS c MATCH (a)-[:R]->(b)<-[:R]-(c) RETURN count(*) AS n, count(DISTINCT b) AS d
MATCH (a)-[r:R]->(b) WITH r AS q, b MATCH (b)-[r:R]->(c) WHERE r.w > q.w WITH q, r WITH r, q MATCH (d:A) WHERE d.k = q.w RETURN count(*) AS n
MATCH (a)-[:R]->(o)<-[:R]-(b) WHERE a.u < b.u RETURN count(*) AS c
MATCH (a)-[:R]->(o)<-[:R]-(b) WHERE a.u >= b.u RETURN count(*) AS c
MATCH (a)<-[:S]-(o)-[:S]->(b) WHERE a.u <= b.u RETURN count(*) AS c
MATCH (a:A)-[:R]->(o)<-[:R]-(b) WHERE a.u > b.u RETURN count(*) AS c
MATCH (a)-[:R]->(o:A)<-[:R]-(b) WHERE b.u > a.u RETURN count(*) AS c
// Keys that are made small numbers.
MATCH (a)-[r]->(b) RETURN a.u AS a, labels(b)[0] AS t, count(*) AS c
MATCH (a)-[r]->(b) RETURN a.name AS a, substring(r.day, 0, 1) AS d, count(*) AS c, sum(b.n) AS s
MATCH (a)-[r]->(b) RETURN a.n AS n, b.n AS m, count(*) AS c, max(r.level) AS l
MATCH (a)-[r]->(b) RETURN a.n % 2 AS n, toUpper(r.day) AS d, r.level AS l, collect(DISTINCT b.u) AS c
MATCH (a)-[r]->(b) RETURN split(a.name, 'o')[1] AS n, count(*) AS c, min(split(b.name, 'a')[0]) AS m
MATCH (a)-[r]->(b) RETURN toUpper(type(r)) AS t, b.n % 3 AS n, avg(r.level) AS l
MATCH (a)-[r]->(b) RETURN a.k AS k, a.n AS n, b.k AS l, count(*) AS c
MATCH (a:A)-[r]->(b) RETURN a.name = b.name AS s, a.n + b.n AS n, count(*) AS c
MATCH (a) RETURN a.name + '-' + a.name AS n, size(a.name) AS s, count(*) AS c
MATCH (a)-[r]->(b) WITH a.n AS n, left(b.name, 2) AS l, count(*) AS c WHERE c > 1 RETURN n, l, c
MATCH (a)-[r]->(b) RETURN r.level * 2 AS l, a.n AS n, count(*) AS c
MATCH (a)-[r]->(b) RETURN a, left(b.name, 1) AS l, type(r) AS t, count(DISTINCT b) AS c
// What is computed from columns.
MATCH (a) RETURN a.u AS u, COUNT { (a)-[:R]->() } AS d ORDER BY d DESC, u LIMIT 5
MATCH (a) WHERE COUNT { (a)-[:R]->(:B) } > 1 RETURN a.u AS u, COUNT { (a)--() } AS d, COUNT { (a)<-[:S|T]-() } AS e
MATCH (a) WHERE (a)-[:R]->() OR NOT (a)<-[:S]-(:A) RETURN count(a) AS c
MATCH (a:A) WHERE EXISTS { (a)--() } <> EXISTS { MATCH (a)-[:T]->(b:B) RETURN b } OR a.n = 1 RETURN a
MATCH (a) RETURN sum(COUNT { (a)-[:R]-() }) AS s, avg(COUNT { MATCH (b)-->(a) RETURN b }) AS m
MATCH (a) RETURN COUNT { (a)-[:R]-(:A) } AS d, a.n AS n, count(*) AS c
MATCH (a)-[r:R]->(b) RETURN size([(b)-[:S]->(c) | c]) AS s, count(*) AS c, max(size([(b)<--(c:A) | 1])) AS t
MATCH (a)-[r]->(b) RETURN a.u AS u, type(r) AS t, b.u AS v, 'x' AS x, r.level * 2 AS l ORDER BY l DESC, t, u, v LIMIT 6
MATCH (a)-[r]->(b) RETURN a.name + ' ' + b.name AS n ORDER BY n DESC SKIP 2 LIMIT 5
MATCH (a) RETURN abs(a.n - 1) AS n, sign(a.n) AS s, round(sqrt(a.u)) AS r, a.u AS u ORDER BY r DESC, n, u LIMIT 7
MATCH (a) RETURN log10(a.n + 2) AS l, coalesce(a.n, 7) AS n, coalesce(a.n, -1) * 0.5 AS h, a.u AS u ORDER BY l, u SKIP 1 LIMIT 4
MATCH (a)-[r]->(b) WHERE coalesce(r.day, 'none') = 'none' AND abs(a.n) > 0 RETURN a, b, split(a.name, '1')[0] AS p
MATCH (a)-[r]->(b) WHERE toLower(type(r)) = 's' OR split(b.name, 'o')[0] = 'b' RETURN count(*) AS c
MATCH (a) RETURN split(a.name, 'o')[1] AS p, a.u AS u ORDER BY p, u LIMIT 5
MATCH (a)-[r]->(b) RETURN sum(r.level * b.n) AS s, max(coalesce(b.n, a.n)) AS m, min(type(r) + b.name) AS t
MATCH (a) OPTIONAL MATCH (a)-[r:R]->(b) RETURN a.u AS u, type(r) AS t, b.n + 1 AS n
// Two nodes joined over another one, as a condition.
MATCH (a)-[:S]->(b) WHERE EXISTS { (a)-[:R]->()-[:R]->(b) } RETURN count(*) AS c
MATCH (a)-[r:S]->(b) WHERE NOT EXISTS { MATCH (a)-[:R]->(x:A)<-[:T]-(b) } RETURN a, b, r
MATCH (a:A)-->(b) WHERE NOT (a)-[:R]-()-[:R]-(b) AND (b)<-[]-()-[:T]->(a) RETURN count(*) AS c, count(DISTINCT a) AS d
MATCH (a)-[:R]->(b)-[:S]->(c) WHERE NOT EXISTS { (a)-[p:S]->(x)-[q]->(c) WHERE p.level > 0 AND q.w IS NOT NULL AND x.n <> 1 } RETURN a, count(*) AS n
MATCH (a:A), (b:B) WHERE (a)--({k: 1})--(b) AND a.u < b.u RETURN count(*) AS c
MATCH (a)-[:R]->(b)-[:T]->(c) WHERE (a)-[:S]->()-[:S]->(c) AND NOT (b)-[:R]->(:B)-[:R]->(a) RETURN a, b, c
MATCH (a:A)-[:R]->(b) WITH a, b WHERE b.n >= 0 MATCH (b)-[:S]->(c) WHERE NOT (a)-->()-->(c) RETURN count(*) AS c
MATCH (a)-[r:R]->(b) OPTIONAL MATCH (b)-[:T]->(c) WHERE c.n > 0 RETURN a.n AS n, count(DISTINCT c) AS c, sum(b.u * 2) AS s
// Different rows, conditions on counts, relationships with equal properties.
MATCH (a)-[r]->(b) RETURN DISTINCT type(r) AS t
MATCH (a)-[r]->(b) RETURN DISTINCT labels(b) AS l, r.day AS d ORDER BY d, l
MATCH (a)-[r]->(b) RETURN DISTINCT a.n AS n, left(b.name, 1) AS m ORDER BY n, m SKIP 1
MATCH (a)-[r]->(b) WITH DISTINCT a.n AS n, b RETURN n, count(b) AS c
MATCH (a)-[r]->(b) WITH a, b, count(*) AS c, count(DISTINCT type(r)) AS t WHERE c >= 2 AND 1 < t RETURN a, b, c, t
MATCH (a)-[r]->(b) WITH a, count(b) AS c ORDER BY c DESC, a LIMIT 3 WHERE c < 4 RETURN a, c
MATCH (a)-[r]->(b)-[q]->(c) WHERE r.day = q.day RETURN count(*) AS c
MATCH (a)-[r:R]->(b)-[q]->(c) WHERE q.level = r.level AND c.n > 0 RETURN a, b, c, r, q
MATCH (a)-[r]->(b) WHERE b.n = a.n RETURN a, count(*) AS c
MATCH (a:A)-[r]->(b)<-[q]-(c) WHERE c.n < a.n AND r.level <= q.level RETURN count(*) AS c
MATCH (a)-[r]->(b) WHERE substring(r.day + 'x', 1, 1) = '1' OR size(r.day) = 1 RETURN count(*) AS c
MATCH (a)-[r]->(b) WHERE reverse(r.day) STARTS WITH '2' RETURN a, b
MATCH (a)-[r]->(b) WHERE a.u IN [0, 3, 6, 6, 900] RETURN a, b, r
MATCH (a:A)-[r]-(b) WHERE b.k IN [1, null, 'ab', 1.0] AND a.n IN [0, 1] RETURN a, count(*) AS c
MATCH (a) WHERE a.name IN ['bo1', 'Čau2'] OR a.u IN [] RETURN a
MATCH (a:A)-[r:R|S]->(b:B) RETURN count(*) AS c, count(a) AS a, count(r) AS r
MATCH ()-[r:T]->(b) RETURN count(r) AS c
MATCH (a:A:B)-[r]->() RETURN count(*) AS c
MATCH (a)-[r]->(b) RETURN a.u AS u, r.day AS d, count(*) AS c
MATCH (a)-[r:R]->(b) RETURN a.u AS u, b.u AS v, collect(r.level) AS c
MATCH (a)-[r:R]->(b) WHERE r.level > 0 RETURN a, count(DISTINCT b) AS c, avg(r.level * 3) AS l, sum(a.n - b.n) AS s
MATCH (a)-[r:R]->(b) RETURN a, collect(b) AS b, collect(r) AS r
MATCH (a)-[r]->(b) RETURN a.n AS n, type(r) AS t, collect(DISTINCT b) AS b
MATCH (a)-[r]->(b) WITH b, collect(a) AS all WHERE size(all) > 1 RETURN b, size(all) AS s
MATCH (a) RETURN CASE WHEN a.n IS NULL THEN 'few' WHEN a.n > 0 THEN 'more' ELSE 'few' END AS s, count(*) AS c
MATCH (a)-[r]->(b) RETURN CASE WHEN a.n IS NULL THEN 0 ELSE a.n END AS n, b.n IS NULL AS m, count(*) AS c
MATCH (a)-[r]->(b) RETURN [a.n] AS n, CASE r.day WHEN 'c' THEN null ELSE 1 END AS d, count(*) AS c
MATCH (a)-[r]->(b) RETURN a.u AS u, type(r) AS t, max(r.day) AS d ORDER BY d DESC, u, t LIMIT 4
MATCH (a)-[r]->(b) RETURN a, sum(b.n) AS s ORDER BY s, id(a) SKIP 1 LIMIT 3
MATCH (a)-[r]->(b) RETURN a, avg(r.level * b.n) AS m, min(b.name) AS l ORDER BY m DESC, id(a) LIMIT 3
MATCH (a)-[r]->(b) RETURN a, min(b.k) AS k, count(DISTINCT b) AS c ORDER BY k DESC, id(a) LIMIT 3
MATCH (a)-[r]->(b) RETURN a, count(DISTINCT b) AS c ORDER BY c, id(a) LIMIT 3
MATCH (a)-[r:R|S]-(b) WHERE a:A AND b.name CONTAINS 'o' RETURN a, b
MATCH (a)-[r]-(b) WHERE b.name CONTAINS '1' AND a.n >= 0 RETURN a, b, count(*) AS c
MATCH p = (a {k: 1})-[*1..3]->(b:B) RETURN length(p) AS l, count(*) AS c
MATCH p = (a {k: 1})-[:R|S*0..3]-(b) RETURN length(p) AS l, count(DISTINCT b) AS d ORDER BY l DESC
MATCH (a:A)-[r:R*1..2]->(b) RETURN size(r) AS l, b.k AS k, count(*) AS c, sum(size(r) * b.n) AS s
MATCH p = (a {k: 2})-[:R*1..4]->(b) RETURN b, min(length(p)) AS l ORDER BY l, b.u LIMIT 7
MATCH p = (a:A)-[:R|T*0..3]->(b) RETURN a, b.k AS k, min(length(p)) AS l, count(DISTINCT b) AS d
MATCH p = (a {k: 2})-[:R*1..3]-(b) RETURN b, min(length(p)) AS l, max(length(p)) AS m
MATCH p = (a {k: 0})-[r:S*1..3]->(b) WHERE length(p) > 1 AND b.n < size(r) RETURN b, min(length(p)) AS l
MATCH p = (a:A)-[:R*1..2]->(b) RETURN DISTINCT b.k AS k, length(p) AS l
MATCH p = (a:A)-[:R*1..2]->(b) RETURN a.u AS a, b.u AS b, length(p) AS l ORDER BY l DESC, a, b LIMIT 9
MATCH p = (a:A)-[:R*1..2]->(b) WHERE all(r IN relationships(p) WHERE r.w > 0) RETURN length(p) + 1 AS n, count(p) AS c
MATCH p = (a {k: 1})-[:T*1..3]-(b) RETURN count(p) AS c
MATCH (a {k: 1})-[r:R*1..2]->(b)-[:S]->(c)<-[:T]-(d) RETURN CASE size(r) WHEN 1 THEN 'near' ELSE 'far' END AS w, count(*) AS c
MATCH p = (a:A)-[:R*1..2]->(b) WITH b, length(p) AS l, count(*) AS c WHERE l = 2 RETURN b.k AS k, sum(c) AS s
MATCH (a {u: 0})-[:R*1..4]->(b {u: 6}) RETURN count(*) AS c
MATCH p = (a)-[:R|S*0..3]-(b {u: 3}) RETURN a, length(p) AS l, count(*) AS c
MATCH (a {k: 1})-[r:R*2..5 {w: 1}]->(b {k: 2}) RETURN b, size(r) AS l, count(*) AS c
MATCH p = (a:A {u: 3})<-[*2..3]-(b:B {k: 0}) WHERE length(p) <> 2 RETURN count(*) AS c
MATCH (a {k: 1})-[:R*2..3]->(b) WHERE NOT (a)-[:R*1..2]->(b) RETURN count(DISTINCT b) AS c
MATCH (a)-[:S]->(o)<-[:T]-(b) WHERE (a)-[:R|S*0..2]-(b) RETURN a, count(*) AS c
MATCH (a)-[:R]->(b) WHERE NOT EXISTS { (b)<-[:T*..2 {w: 1}]-(a) } AND a.k <> b.k RETURN b, count(*) AS c
MATCH (a) WHERE EXISTS { (a)-[:R*1..2]->(:B {k: 2}) } RETURN count(*) AS c
MATCH (a)-[:S]->(b) WHERE NOT (b)-[*0..1]-(:A) RETURN a.k AS k, count(*) AS c
MATCH (a:A) WHERE NOT EXISTS { (a)-[:R*1..3 {k: 0}]-(x) WHERE x.n > 1 } RETURN a.u AS u ORDER BY u LIMIT 6
MATCH (a:A), (b:B) WHERE EXISTS { (a)-[:T*..3]-(b) } RETURN count(*) AS c
MATCH (a:A) WITH collect(a) AS all UNWIND all AS b MATCH (b)-[:R]->(c) RETURN c.k AS k, count(*) AS n
MATCH (a)-[:R]->(b) WITH a, collect(DISTINCT b) AS all UNWIND all AS b MATCH (b)-[r:S]->(c) WHERE c.u <> a.u RETURN a.u AS a, r.day AS d, count(c) AS n
MATCH (a:A) WITH a ORDER BY a.u LIMIT 5 UNWIND [1, 2, null] AS x MATCH (a)-[r:R]->(b) WHERE r.w = x RETURN x, b.u AS u, count(*) AS n
MATCH (a:A) OPTIONAL MATCH (a)-[r:R]->(b)-[q:S]->(c) WHERE r.w < q.w RETURN count(*) AS n, count(c) AS d
MATCH (a)-[:T]->(x) WHERE EXISTS { (a)-[r:R]->(b)-[:S]->(c)-[q:T]->(d) WHERE r.w <= q.w AND b.k <> d.k AND c.n < b.n } RETURN a.k AS k, count(*) AS n
MATCH (a)-[:T]->(x) WHERE NOT EXISTS { (x)<-[:R]-(b)-[:S]->(c) WHERE b.k = c.k } RETURN x, count(*) AS n
MATCH (a)-[:R]->(b) OPTIONAL MATCH (b)-[:S]->(c)-[:R]->(d)<-[:T]-(e) WHERE c.n + e.n > d.n RETURN b.k AS k, count(*) AS n
MATCH (a)-[:R*2]->(b) RETURN a.k AS k, count(*) AS n
MATCH (a:A)-[:R*3]-(b {u: 4}) RETURN a, count(*) AS n
MATCH (a)-[:R*3]->(a) RETURN count(*) AS n
MATCH (a)-[:R|S*2..2 {w: 1}]-(a) RETURN a.k AS k, count(*) AS n
MATCH (a)-[:R]->(b)-[:R*2]->(c)-[:S*1]-(d) WHERE a.k <> c.k RETURN c.k AS k, count(*) AS n
MATCH (a:A) WHERE EXISTS { (a)-[:R*1]->(:B {k: 2}) } AND NOT (a)-[:S*1..1]->(:A) RETURN count(*) AS n
MATCH (a:A) OPTIONAL MATCH (a)-[:R*1]->(b) RETURN a.u AS u, count(b) AS n
MATCH (a)-[:R*1..3]->(a) RETURN a.k AS k, count(*) AS n
MATCH (a)-[r:R|S*2..4]-(a) WHERE a.u < 12 RETURN size(r) AS l, count(*) AS n
MATCH (a)-[:R*0..2]->(a) RETURN count(DISTINCT a) AS n
MATCH (a)-[:S]->(b)-[r:T*1..2]->(a) RETURN a.k AS k, size(r) AS l, count(*) AS n
MATCH (a:A)-[:S]->(o)<-[:T]-(b), (a)-[:R*1..2]->(b) RETURN a.k AS k, count(*) AS n
MATCH (a:A)-[:S]->(o)<-[:T]-(b), (b)-[:R*..3]-(a) RETURN count(DISTINCT o) AS n
MATCH (a:A)-[:S]->(o)<-[:T]-(b), (a)-[:R*2..3]->(b) RETURN DISTINCT a.u AS a, b.u AS b ORDER BY a, b LIMIT 9
MATCH (a {k: 1})-[:R]->(b)-[:R*1..2]->(c) RETURN c.k AS k, count(*) AS n
MATCH (a {k: 1})-[:R*1..2]-(b)-[:R]-(c) RETURN count(*) AS n
MATCH (a {k: 1})-[:R*1..2]-(b)-[q:R*0..2]-(c) RETURN size(q) AS l, count(*) AS n
MATCH (a {k: 1})-[:R|S*1..2]-(b)-[:R]->(c)-[:S*1..2]->(a) RETURN count(*) AS n
MATCH (a {k: 1})-[:R*1..2]->(b)-[:R*1..2]->(a) RETURN DISTINCT a, b
