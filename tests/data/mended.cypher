// Queries whose answers were wrong once, whoever takes them now.
MATCH (a)-[:R]->(b) OPTIONAL MATCH (a)<-[:S]-(c)-[r:T]->(d:A) WHERE c.k <> d.k RETURN a, count(*) AS c
MATCH (a)-[:R]->(b) OPTIONAL MATCH (b)-[r:T]->()<-[:S]-(d) WHERE coalesce(r.w, 1) = toFloat(d.n) RETURN b, count(*) AS c
MATCH (a) WHERE EXISTS { (a)-[r:R]->(c)-[q:S]->(d) WHERE r.w < q.w } RETURN count(*) AS c
MATCH (a) WHERE NOT EXISTS { (a)-[:R]->(c)-[:S]->(d) WHERE c.k < d.k } RETURN count(*) AS c
