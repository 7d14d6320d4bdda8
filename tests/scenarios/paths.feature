Feature: Paths - repeated, selected, with conditions of their own

  Background:
    Given an empty graph
    And having executed:
      """
      CREATE (a:P {n: 'a', v: 1})-[:R {w: 1}]->(b:Q {n: 'b', v: 2})-[:S {w: 2}]->(c:P {n: 'c', v: 3}),
             (c)-[:R {w: 3}]->(d:Q {n: 'd', v: 4})-[:S]->(e:P {n: 'e', v: 5}), (a)-[:S]->(d), (e)-[:R]->(a)
      """

  Scenario: A path of several relationships is repeated, its variables are lists
    When executing query:
      """
      MATCH ({n: 'a'}) ((x)-[r:R]->(y)-[s:S]->(z)){1,3} (end)
      RETURN [n IN x | n.n] AS x, [n IN y | n.n] AS y, [n IN z | n.n] AS z, size(r) AS r, end.n AS end
      """
    Then the result should be, in any order:
      | x               | y               | z               | r | end |
      | ['a']           | ['b']           | ['c']           | 1 | 'c' |
      | ['a', 'c']      | ['b', 'd']      | ['c', 'e']      | 2 | 'e' |
      | ['a', 'c', 'e'] | ['b', 'd', 'a'] | ['c', 'e', 'd'] | 3 | 'd' |

  Scenario: No repetition at all
    When executing query:
      """
      MATCH (x {n: 'b'}) ((p)-[r:R]->(q))* (y) RETURN x = y AS same, p, r, q
      """
    Then the result should be, in any order:
      | same | p  | r  | q  |
      | true | [] | [] | [] |

  Scenario: Repetitions found from the right
    When executing query:
      """
      MATCH (:P) ((p)-[r]->(q) WHERE p.v < q.v){2} (x {n: 'e'}) RETURN [n IN p | n.n] AS p, [n IN q | n.n] AS q
      """
    Then the result should be, in any order:
      | p          | q          |
      | ['a', 'd'] | ['d', 'e'] |
      | ['c', 'd'] | ['d', 'e'] |

  Scenario Outline: Quantifiers
    When executing query:
      """
      MATCH (x {n: 'a'})<path>(y) RETURN count(*) AS count, count(DISTINCT y) AS ends
      """
    Then the result should be, in any order:
      | count   | ends   |
      | <count> | <ends> |

    Examples:
      | path                           | count | ends |
      | -->+                           | 12    | 5    |
      | -->*                           | 13    | 5    |
      | -->{2}                         | 2     | 2    |
      | -->{,1}                        | 3     | 3    |
      | -[:R]->{1,}                    | 1     | 1    |
      | (()-[:R]->()-[:S]->())+        | 3     | 3    |
      | (()-->()){0,1}                 | 3     | 3    |
      | ((:P)-->(:Q)){1}(()-->()){1}   | 2     | 2    |
      | (()-[t WHERE t.w > 0]->())+    | 3     | 3    |

  Scenario: A quantified path stands for its node pairs where no nodes are written
    When executing query:
      """
      MATCH p = ((:P)-[:R]->(:Q)){1,2} RETURN [n IN nodes(p) | n.n] AS nodes
      """
    Then the result should be, in any order:
      | nodes      |
      | ['a', 'b'] |
      | ['c', 'd'] |

  Scenario: A repeated path within a repeated path
    When executing query:
      """
      MATCH ({n: 'a'}) (((s)-[r]->(t)){2} (m:P)){1,2} (end) RETURN [one IN r | size(one)] AS sizes, end.n AS end
      """
    Then the result should be, in any order:
      | sizes  | end |
      | [2]    | 'c' |
      | [2]    | 'e' |
      | [2, 2] | 'e' |

  Scenario: A relationship is used once in the whole pattern
    When executing query:
      """
      MATCH ({n: 'a'}) (()-[r]->()){3} ({n: 'a'}), ()-[t {w: 1}]->() RETURN count(*) AS count
      """
    Then the result should be, in any order:
      | count |
      | 1     |

  Scenario: OPTIONAL MATCH leaves the variables of a repeated path null
    When executing query:
      """
      OPTIONAL MATCH (x {n: 'z'}) ((p)-->(q))+ (y) RETURN x, p, q, y
      """
    Then the result should be, in any order:
      | x    | p    | q    | y    |
      | null | null | null | null |

  Scenario Outline: The shortest of several paths
    When executing query:
      """
      MATCH p = <selector> (x {n: 'a'})<path>(y {n: 'e'}) RETURN [n IN nodes(p) | n.n] AS nodes ORDER BY size(nodes)
      """
    Then the result should be, in order:
      | nodes    |
      | <first>  |
      | <second> |

    Examples:
      | selector          | path           | first           | second                    |
      | SHORTEST 2        | -->+           | ['a', 'd', 'e'] | ['a', 'b', 'c', 'd', 'e'] |
      | SHORTEST 5 PATHS  | (()-->())+     | ['a', 'd', 'e'] | ['a', 'b', 'c', 'd', 'e'] |
      | SHORTEST 2 GROUPS | -->()-->+      | ['a', 'd', 'e'] | ['a', 'b', 'c', 'd', 'e'] |
      | ANY 2             | -->+           | ['a', 'd', 'e'] | ['a', 'b', 'c', 'd', 'e'] |
      | ALL               | -[:R\|S]->{2,4} | ['a', 'd', 'e'] | ['a', 'b', 'c', 'd', 'e'] |

  Scenario Outline: One shortest path
    When executing query:
      """
      MATCH p = <pattern> RETURN length(p) AS length
      """
    Then the result should be, in any order:
      | length   |
      | <length> |

    Examples:
      | pattern                                                              | length |
      | SHORTEST 1 (x {n: 'a'})-->+(y {n: 'e'})                              | 2      |
      | SHORTEST (x {n: 'a'})-->+(y {n: 'e'})                                | 2      |
      | SHORTEST GROUP (x {n: 'a'})-->+(y {n: 'e'})                          | 2      |
      | ANY SHORTEST (x {n: 'b'})-->*(y {n: 'b'})                            | 0      |
      | ALL SHORTEST (x {n: 'a'}) (()-[:R]->()-[:S]->())+ (y {n: 'd'})       | 6      |
      | ANY (x {n: 'c'})<--+(y {n: 'e'})                                     | 3      |
      | ANY SHORTEST ((x {n: 'a'})-->+(y {n: 'e'}) WHERE length(p) > 2)      | 4      |
      | shortestPath((x {n: 'a'})-[*]->(y {n: 'e'}))                         | 2      |

  Scenario: The shortest paths of each pair of ends
    When executing query:
      """
      MATCH p = ALL SHORTEST (x:P)-->+(y:Q) RETURN x.n AS x, y.n AS y, length(p) AS length ORDER BY x, y
      """
    Then the result should be, in order:
      | x   | y   | length |
      | 'a' | 'b' | 1      |
      | 'a' | 'd' | 1      |
      | 'c' | 'b' | 4      |
      | 'c' | 'd' | 1      |
      | 'e' | 'b' | 2      |
      | 'e' | 'd' | 2      |

  Scenario: shortestPath looks for the shortest path for which WHERE holds
    When executing query:
      """
      MATCH p = shortestPath((x {n: 'a'})-[*]->(y {n: 'e'}))
      WHERE none(n IN nodes(p) WHERE n.n = 'z') AND any(r IN relationships(p) WHERE r.w = 2)
      RETURN length(p) AS length
      """
    Then the result should be, in any order:
      | length |
      | 4      |

  Scenario: What WHERE says of a selected path is asked afterwards
    When executing query:
      """
      MATCH p = SHORTEST 1 (x {n: 'a'})-->+(y {n: 'e'}) WHERE length(p) > 2 RETURN p
      """
    Then the result should be, in any order:
      | p |

  Scenario: A path in brackets with a condition
    When executing query:
      """
      MATCH p = ((x)-[:R]->(y) WHERE x.v + y.v = 7) RETURN x.n AS x, length(p) AS length
      """
    Then the result should be, in any order:
      | x   | length |
      | 'c' | 1      |

  Scenario Outline: Label expressions
    When executing query:
      """
      MATCH <pattern> RETURN count(*) AS count
      """
    Then the result should be, in any order:
      | count   |
      | <count> |

    Examples:
      | pattern                      | count |
      | (n:P\|Q)                      | 5     |
      | (n:P&Q)                      | 0     |
      | (n:!P)                       | 2     |
      | (n:%)                        | 5     |
      | (n:!%)                       | 0     |
      | (n:(P\|Q)&!Q)                 | 3     |
      | (n IS P)                     | 3     |
      | ()-[r:R\|S]->()               | 6     |
      | ()-[r:!R]->()                | 3     |
      | ()-[r IS S]->()              | 3     |
      | ()-[r:%]->()                 | 6     |
      | (n:P WHERE n.v > 1)          | 2     |
      | ()-[r:R WHERE r.w > 1]->()   | 1     |
      | (n:P)-[:!S]->{1,2}(m:!P)     | 3     |

  Scenario Outline: Patterns that mean nothing
    When executing query:
      """
      MATCH <pattern> RETURN 1 AS one
      """
    Then a SyntaxError should be raised at compile time: <detail>

    Examples:
      | pattern                             | detail                     |
      | (a)(b)                              | UnexpectedSyntax           |
      | (a) ((a)-->(b)){2}                  | VariableAlreadyBound       |
      | ((a)){2}                            | InvalidRelationshipPattern |
      | ((a)-[*0..1]->(b)){1,}              | InvalidRelationshipPattern |
      | ((a)-->(b)){2,1}                    | InvalidRelationshipPattern |
      | (x) ((a)-->(b)) (y)                 | UnexpectedSyntax           |
      | SHORTEST 0 (a)-->+(b)               | InvalidArgumentValue       |
      | (x) (ANY (a)-->(b)){2}              | UnexpectedSyntax           |
      | shortestPath((a)-->(b)-->(c))       | InvalidRelationshipPattern |
