Feature: Subqueries - EXISTS, COUNT, COLLECT and CALL

  Background:
    Given an empty graph
    And having executed:
      """
      CREATE (a:Person {name: 'Ann', age: 40}), (b:Person {name: 'Bob', age: 30}), (t:Cat {name: 'Tom'}),
             (a)-[:KNOWS]->(b)-[:OWNS]->(t), (a)-[:OWNS]->(t)
      """

  Scenario Outline: In expressions
    When executing query:
      """
      MATCH (p:Person) RETURN p.name AS name, <expression> AS value ORDER BY name
      """
    Then the result should be, in order:
      | name  | value |
      | 'Ann' | <ann> |
      | 'Bob' | <bob> |

    Examples:
      | expression                                                                          | ann            | bob     |
      | EXISTS { (p)-[:KNOWS]->() }                                                         | true           | false   |
      | EXISTS { (p)-->(x) WHERE x.name = 'Bob' }                                           | true           | false   |
      | EXISTS { MATCH (p)-->(x:Cat) RETURN x }                                             | true           | true    |
      | EXISTS { MATCH (p)-->(x) WHERE EXISTS { (x)-->(:Cat) } }                            | true           | false   |
      | EXISTS { MATCH (p)-->(x) WITH x SKIP 1 RETURN x }                                   | true           | false   |
      | EXISTS { MATCH (p)-->(x) RETURN x LIMIT 0 }                                         | false          | false   |
      | COUNT { (p)-->() }                                                                  | 2              | 1       |
      | COUNT { MATCH (p)-->(x) RETURN DISTINCT labels(x) }                                 | 2              | 1       |
      | COUNT { MATCH (p)-->(x) RETURN x UNION MATCH (p)<--(x) RETURN x }                   | 2              | 2       |
      | COUNT { UNWIND [1, 2, 3] AS i WITH i WHERE i * 20 > p.age RETURN i }                | 1              | 2       |
      | COLLECT { MATCH (p)-->(x) RETURN x.name ORDER BY x.name }                           | ['Bob', 'Tom'] | ['Tom'] |
      | COLLECT { MATCH (p)-->(x) RETURN x.name ORDER BY x.name DESC LIMIT 1 }              | ['Tom']        | ['Tom'] |
      | COLLECT { RETURN p.age AS v UNION ALL RETURN 0 AS v }                               | [40, 0]        | [30, 0] |
      | size(COLLECT { MATCH (p)-->(x) RETURN COUNT { (x)<--() } })                         | 2              | 1       |

  Scenario Outline: CALL for each row
    When executing query:
      """
      MATCH (p:Person) <call> RETURN p.name AS name, value ORDER BY name, value
      """
    Then the result should be, in order:
      | name  | value |
      | 'Ann' | <ann> |
      | 'Bob' | <bob> |

    Examples:
      | call                                                                              | ann | bob  |
      | CALL (p) { MATCH (p)-->(x) RETURN count(x) AS value }                             | 2   | 1    |
      | CALL (*) { MATCH (p)-->(x) RETURN count(x) AS value }                             | 2   | 1    |
      | CALL { WITH p MATCH (p)-->(x) RETURN count(x) AS value }                          | 2   | 1    |
      | CALL { MATCH (q:Person) RETURN count(q) AS value }                                | 2   | 2    |
      | CALL () { MATCH (p:Cat) RETURN count(p) AS value }                                | 1   | 1    |
      | OPTIONAL CALL (p) { MATCH (p)-[:KNOWS]->(x) RETURN x.age AS value }               | 30  | null |
      | CALL (p) { CALL (p) { RETURN p.age AS inner } RETURN inner + 1 AS value }         | 41  | 31   |
      | CALL (p) { MATCH (p)-->() RETURN count(*) AS value UNION RETURN 9 AS value LIMIT 0 } | 2   | 1    |

  Scenario: A subquery without RETURN runs for each row and gives each row once
    When executing query:
      """
      MATCH (p:Person) CALL (p) { UNWIND [1, 2] AS i CREATE (:Note {of: p.name, i: i}) } RETURN count(*) AS rows
      """
    Then the result should be, in any order:
      | rows |
      | 2    |
    And the side effects should be:
      | +nodes      | 4 |
      | +labels     | 1 |
      | +properties | 8 |

  Scenario: IN TRANSACTIONS is read; a statement is one transaction
    When executing query:
      """
      UNWIND [1, 2, 3] AS i CALL (i) { CREATE (:Note {i: i}) } IN TRANSACTIONS OF 2 ROWS
      """
    Then the result should be empty
    And the side effects should be:
      | +nodes      | 3 |
      | +labels     | 1 |
      | +properties | 3 |

  Scenario: FOREACH within FOREACH
    When executing query:
      """
      MATCH p = (:Person)-[:KNOWS]->(:Person)
      FOREACH (n IN nodes(p) | SET n.seen = true FOREACH (i IN [1, 2] | CREATE (n)-[:HAS]->(:Note {i: i})))
      """
    Then the result should be empty
    And the side effects should be:
      | +nodes         | 4 |
      | +relationships | 4 |
      | +labels        | 1 |
      | +properties    | 6 |

  Scenario: FILTER and LET
    When executing query:
      """
      MATCH (p:Person) LET double = p.age * 2, name = p.name FILTER double > 60 RETURN name, double
      """
    Then the result should be, in any order:
      | name  | double |
      | 'Ann' | 80     |

  Scenario Outline: What a subquery cannot do
    When executing query:
      """
      MATCH (p:Person) <rest>
      """
    Then a SyntaxError should be raised at compile time: <detail>

    Examples:
      | rest                                                             | detail                   |
      | RETURN COLLECT { MATCH (p)-->(x) } AS x                          | InvalidClauseComposition |
      | RETURN COLLECT { MATCH (p)-->(x) RETURN x, 1 AS y } AS x         | InvalidClauseComposition |
      | RETURN EXISTS { CREATE (:X) } AS x                               | InvalidClauseComposition |
      | CALL (q) { RETURN 1 AS x } RETURN x                              | UndefinedVariable        |
      | CALL { RETURN p.age AS x } RETURN x                              | UndefinedVariable        |
      | CALL (p) { RETURN 1 AS p } RETURN p                              | VariableAlreadyBound     |
      | FOREACH (x IN [1] \| MATCH (n)) RETURN 1 AS x                     | InvalidClauseComposition |
