// Statements that would run for ever, or take all memory, one a line. Run on a graph in which 30 nodes are all linked.
MATCH (a),(b),(c),(d),(e),(f) RETURN count(*)
MATCH (a),(b),(c),(d),(e),(f) RETURN a.i + b.i + c.i AS s, count(*)
MATCH (a),(b),(c),(d),(e),(f) RETURN a, b, c, d, e, f
MATCH p = (a)-[*]-(b) RETURN p
MATCH p = (a)-[*]-(b) RETURN count(*)
MATCH (a)-[*]-(b) RETURN count(DISTINCT b)
MATCH (a)-[:R*]->(b) RETURN length(collect(b))
MATCH p = (a)-[*]-(b) WITH p ORDER BY length(p) DESC RETURN p LIMIT 1
MATCH p = allShortestPaths((a)-[*5..]-(b)) RETURN count(p)
MATCH p = ((a)-[:R]-(b)){1,40} RETURN count(p)
MATCH p = SHORTEST 100000000 (a)-[*]-(b) RETURN count(p)
UNWIND range(1, 1000000000000) AS x RETURN x
UNWIND range(1, 1000000000000) AS x RETURN sum(x)
UNWIND range(1, 1000000000000) AS x RETURN collect(x)
UNWIND range(1, 1000000000000) AS x RETURN x ORDER BY x DESC LIMIT 1
UNWIND range(1, 1000000000000) AS x WITH DISTINCT x RETURN count(*)
UNWIND range(1, 1000000000000) AS x RETURN x % 10000000 AS k, count(*)
UNWIND range(1, 1000000000000) AS x CREATE (:X {x: x})
RETURN range(1, 1000000000000)
RETURN [x IN range(1, 1000000000) | x]
RETURN [x IN range(1, 9000000) | range(1, 9000000)]
RETURN [x IN range(1, 9000000) WHERE any(y IN range(1, 9000000) WHERE y < 0) | x]
RETURN all(x IN range(1, 9000000) WHERE all(y IN range(1, 9000000) WHERE y > 0))
RETURN reduce(s = 'a', i IN range(1, 60) | s + s)
RETURN reduce(s = [1], i IN range(1, 60) | s + s)
RETURN reduce(s = [], i IN range(1, 9000000) | s + [i])
RETURN reduce(s = '', i IN range(1, 9000000) | s + 'abcdefgh')
RETURN reduce(n = 0, i IN range(1, 9000000) | n + reduce(m = 0, j IN range(1, 9000000) | m + 1))
RETURN reduce(l = [], i IN range(1, 60) | [l, l])
RETURN reduce(l = {a: 1}, i IN range(1, 100000) | {a: l})
RETURN reduce(l = [], i IN range(1, 100000) | [l])
WITH 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' AS s RETURN s =~ '(a+)+$'
RETURN 'a' =~ '((((a{1,1000}){1,1000}){1,1000}){1,1000})'
RETURN 'a' =~ '(?:a{100}){100}{100}{100}'
UNWIND range(1, 1000000000) AS i RETURN count(toString(i) =~ ('a' + toString(i) + '.*'))
RETURN replace(replace(replace(replace(replace(replace('aaaaaaaaaa', 'a', 'aaaaaaaaaaaaaaaaaaaaaaaaa'), 'a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'), 'a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'), 'a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'), 'a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'), 'a', 'aaaaaaaaaaaa')
RETURN split(reduce(s = 'a,', i IN range(1, 30) | s + s), ',')
MATCH (a),(b),(c),(d),(e) WITH collect([a,b,c,d,e]) AS l RETURN size(l)
MATCH (a),(b),(c),(d),(e) RETURN collect(DISTINCT [a,b,c,d,e])
MATCH (n) CALL { WITH n UNWIND range(1, 1000000000) AS x RETURN max(x) AS m } RETURN m
MATCH (n) WHERE EXISTS { MATCH (a),(b),(c),(d),(e),(f) WHERE a.i + b.i + c.i + d.i + e.i + f.i < 0 } RETURN n
RETURN COUNT { MATCH (a),(b),(c),(d),(e),(f),(g) WHERE a.i + b.i > g.i }
MATCH (a),(b),(c),(d),(e),(f) MERGE (x:X {k: a.i + b.i * 31 + c.i * 961 + d.i * 29791})
MATCH (a),(b),(c),(d),(e),(f) CREATE (:X)
MATCH (a),(b),(c),(d),(e),(f) SET a.x = f.i
FOREACH (i IN range(1, 9000000) | FOREACH (j IN range(1, 9000000) | CREATE (:X)))
FOREACH (i IN range(1, 9000000) | FOREACH (j IN range(1, 9000000) | MERGE (:X {k: 1})))
UNWIND range(1, 1000000000) AS i MATCH (n:N {i: i}) RETURN count(n)
UNWIND range(1, 1000000000) AS i OPTIONAL MATCH (n:N {i: -i}) RETURN count(n)
UNWIND range(1, 1000000000) AS i WITH i WHERE i < 0 RETURN i
UNWIND range(1, 1000000000) AS i RETURN count(date('2024-01-01') + duration({days: i % 1000}))
RETURN duration({seconds: 9223372036854775807}) * 9223372036854775807
UNWIND range(1, 100000) AS i UNWIND range(1, 100000) AS j WITH i, j ORDER BY j, i RETURN i, j LIMIT 3
UNWIND range(1, 100000) AS i UNWIND range(1, 100000) AS j RETURN DISTINCT i, j
UNWIND range(1, 100000) AS i UNWIND range(1, 100000) AS j RETURN i, collect(j)
MATCH (a)-->(b)-->(c)-->(d)-->(e)-->(f)-->(g)-->(h) WHERE a.i + h.i < 0 RETURN count(*)
MATCH (a)--(b)--(c)--(d)--(e)--(f)--(g)--(a) WHERE a.i + d.i < 0 RETURN count(*)
UNWIND range(1,1000000000) AS i RETURN percentileCont(i, 0.5)
UNWIND range(1,1000000000) AS i RETURN stDev(i)
RETURN [a IN range(1, 9999999) | toString(a)]
RETURN size([a IN range(1, 5000) | [b IN range(1, 5000) | [c IN range(1, 5000) | c]]])
UNWIND range(1, 100000000) AS i WITH toString(i) + 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz' AS s RETURN collect(s)
UNWIND range(1, 100000000) AS i RETURN 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz' + toString(i) AS s ORDER BY s
UNWIND range(1, 100000000) AS i RETURN 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz' + toString(i) AS s, count(*)
UNWIND range(1, 1000) AS i RETURN [x IN range(1, 1000000) | x + i] AS l
UNWIND range(1, 1000) AS i WITH [x IN range(1, 1000000) | x + i] AS l RETURN collect(l)
UNWIND range(1, 1000) AS i CREATE (:X {l: [x IN range(1, 1000000) | x + i]})
