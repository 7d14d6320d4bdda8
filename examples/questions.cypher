// Questions to the graph of seeds/china-russia-defense.txt:
//   factloom build seeds/china-russia-defense.txt -o russia.loom
//   factloom query russia.loom -f examples/questions.cypher --format tsv

// Who visits which place, and is it certain?
MATCH (who:Person)-[visit:VISITS]->(place:Place)
RETURN who.name AS who, place.name AS place, visit.status AS status;

// A pattern asks the same with fewer words; `?` is what one wants to know.
Li Shangfu is-defense-minister-of ?;

// Which relations hold between China and Russia?
MATCH (:Place {name: 'China'})-[fact]-(:Place {name: 'Russia'})
RETURN DISTINCT type(fact) AS relation ORDER BY relation;

// How are facts put forward?
MATCH (:Place {name: 'China'})-[fact]->()
WITH fact.status AS status, count(*) AS facts
WHERE facts > 1
RETURN status ORDER BY status;
