Feature: Beyond - what users of Cypher expect that the conformance kit does not ask for

  Background:
    Given an empty graph
    And having executed:
      """
      CREATE (a:Person {name: 'Ann', age: 40}), (b:Person:Chef {name: 'Bob', age: 30}), (c:Cat {name: 'Tom'}),
             (a)-[:KNOWS {since: 2001}]->(b)-[:OWNS]->(c), (a)-[:OWNS]->(c)
      """

  Scenario Outline: Expressions
    When executing query:
      """
      RETURN <expression> AS value
      """
    Then the result should be, in any order:
      | value   |
      | <value> |

    Examples:
      | expression                                                     | value                    |
      | reduce(sum = 0, x IN [1, 2, 3] \| sum + x)                     | 6                        |
      | 'abc' =~ 'a.*'                                                 | true                     |
      | 'abc' =~ 'b'                                                   | false                    |
      | EXISTS { MATCH (:Person)-[:KNOWS]->() }                        | true                     |
      | COUNT { MATCH (:Person)-[:OWNS]->() }                          | 2                        |
      | COLLECT { MATCH (p:Person) RETURN p.name ORDER BY p.name }     | ['Ann', 'Bob']           |
      | 1 IS :: INTEGER                                                | true                     |
      | 'a' IS NOT :: INTEGER                                          | true                     |
      | 'a' \|\| 'b'                                                   | 'ab'                     |

  Scenario Outline: Label expressions
    When executing query:
      """
      MATCH (n<labels>) RETURN n.name AS name ORDER BY name
      """
    Then the result should be, in order:
      | name    |
      | <first> |

    Examples:
      | labels         | first |
      | :Person&Chef   | 'Bob' |
      | :Person&!Chef  | 'Ann' |
      | :!Person&%     | 'Tom' |

  Scenario: A condition within a pattern
    When executing query:
      """
      MATCH (p:Person WHERE p.age > 35)-[r:KNOWS|OWNS WHERE r.since IS NULL]->(x) RETURN p.name, x.name
      """
    Then the result should be, in any order:
      | p.name | x.name |
      | 'Ann'  | 'Tom'  |

  Scenario: Map projection
    When executing query:
      """
      MATCH (p:Chef) RETURN p {.name, .*, old: p.age > 60} AS m
      """
    Then the result should be, in any order:
      | m                                     |
      | {name: 'Bob', age: 30, old: false} |

  Scenario: The shortest path
    When executing query:
      """
      MATCH (a {name: 'Ann'}), (c:Cat), p = shortestPath((a)-[*]->(c)) RETURN length(p) AS length
      """
    Then the result should be, in any order:
      | length |
      | 1      |

  Scenario: All shortest paths
    When executing query:
      """
      MATCH p = allShortestPaths((:Chef)-[*]-(:Person {name: 'Ann'})) RETURN length(p) AS length
      """
    Then the result should be, in any order:
      | length |
      | 1      |

  Scenario: A quantified path pattern
    When executing query:
      """
      MATCH (a {name: 'Ann'}) ((x)-[r]->(y)){1,2} (c:Cat) RETURN size(r) AS hops ORDER BY hops
      """
    Then the result should be, in order:
      | hops |
      | 1    |
      | 2    |

  Scenario: A quantified relationship
    When executing query:
      """
      MATCH (a {name: 'Ann'})-[:KNOWS|OWNS]->{2}(c) RETURN c.name
      """
    Then the result should be, in any order:
      | c.name |
      | 'Tom'  |

  Scenario: A subquery for each row
    When executing query:
      """
      MATCH (p:Person) CALL (p) { MATCH (p)-->(x) RETURN count(x) AS n } RETURN p.name, n
      """
    Then the result should be, in any order:
      | p.name | n |
      | 'Ann'  | 2 |
      | 'Bob'  | 1 |

  Scenario: For each item of a list
    When executing query:
      """
      FOREACH (name IN ['x', 'y'] | CREATE (:New {name: name}))
      """
    Then the result should be empty
    And the side effects should be:
      | +nodes      | 2 |
      | +labels     | 1 |
      | +properties | 2 |

  Scenario: OFFSET is SKIP
    When executing query:
      """
      UNWIND [1, 2, 3] AS x RETURN x OFFSET 1 LIMIT 1
      """
    Then the result should be, in order:
      | x |
      | 2 |

  Scenario: A path in brackets has the name that stands within
    When executing query:
      """
      MATCH (p = (:Person {name: 'Ann'})-->(x) WHERE x.name = 'Bob') RETURN length(p) AS n, nodes(p)[1].name AS x
      """
    Then the result should be, in any order:
      | n | x     |
      | 1 | 'Bob' |

  Scenario: A path has one name
    When executing query:
      """
      MATCH q = (p = (:Person)-->(x)) RETURN q
      """
    Then a SyntaxError should be raised at compile time: UnexpectedSyntax

  Scenario Outline: A pattern as what CASE looks at
    When executing query:
      """
      MATCH (p:Person) RETURN p.name AS name, <case> AS x
      """
    Then the result should be, in any order:
      | name  | x     |
      | 'Ann' | <Ann> |
      | 'Bob' | <Bob> |

    Examples:
      | case                                                                      | Ann  | Bob   |
      | CASE WHEN (p)-->(:Person) THEN 1 ELSE 2 END                               | 1    | 2     |
      | CASE true WHEN exists((p)-->(:Person)) THEN 1 ELSE 2 END                  | 1    | 2     |
      | CASE WHEN NOT (p)-->(:Person) AND p.name <> 'x' THEN 'a' ELSE 'b' END     | 'b'  | 'a'   |
      | [CASE WHEN p.name = 'Ann' THEN CASE WHEN (p)-->() THEN 1 END ELSE 0 END]  | [1]  | [0]   |
