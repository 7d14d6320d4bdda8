Feature: Procedures - what the graph holds, and algorithms on it

  Background:
    Given an empty graph
    And having executed:
      """
      CREATE (a:A {n: 0}), (b:A {n: 1}), (c:A {n: 2}), (d:B {n: 3}), (e:B {n: 4}), (f:B {n: 5}), (:C {n: 6}),
             (a)-[:R]->(b)-[:R]->(c)-[:R]->(a), (c)-[:S]->(d), (d)-[:R]->(e)-[:R]->(f)-[:R]->(d)
      """

  Scenario: The names in the graph
    When executing query:
      """
      CALL db.labels() YIELD label WITH collect(label) AS labels
      CALL db.relationshipTypes() YIELD relationshipType WITH labels, collect(relationshipType) AS types
      CALL db.propertyKeys() YIELD propertyKey
      RETURN labels, types, propertyKey
      """
    Then the result should be, in any order:
      | labels          | types      | propertyKey |
      | ['A', 'B', 'C'] | ['R', 'S'] | 'n'         |

  Scenario Outline: Groups of nodes
    When executing query:
      """
      CALL graph.<procedure>() YIELD node, <field> AS grouped
      WITH grouped, collect(node.n) AS members RETURN members ORDER BY grouped
      """
    Then the result should be, in order:
      | members  |
      | <first>  |
      | <second> |
      | <third>  |

    Examples:
      | procedure         | field     | first     | second    | third |
      | communities       | community | [0, 1, 2] | [3, 4, 5] | [6]   |
      | stronglyConnected | component | [0, 1, 2] | [3, 4, 5] | [6]   |

  Scenario: What holds the graph together
    When executing query:
      """
      CALL graph.bridges() YIELD relationship WITH collect(type(relationship)) AS bridges
      CALL graph.articulationPoints() YIELD node RETURN bridges, node.n AS n
      """
    Then the result should be, in any order:
      | bridges | n |
      | ['S']   | 2 |
      | ['S']   | 3 |

  Scenario: Ranks
    When executing query:
      """
      CALL graph.pagerank() YIELD node, score WITH collect(node.n) AS nodes, sum(score) AS total
      RETURN nodes[0] AS first, nodes[-1] AS last, round(total, 6) AS total
      """
    Then the result should be, in any order:
      | first | last | total |
      | 3     | 6    | 1.0   |

  Scenario: The shortest path between two nodes
    When executing query:
      """
      MATCH (a {n: 0}), (e {n: 4}) CALL graph.shortestPath(a, e) YIELD path, length
      RETURN [x IN nodes(path) | x.n] AS nodes, length
      """
    Then the result should be, in any order:
      | nodes        | length |
      | [0, 2, 3, 4] | 3      |
