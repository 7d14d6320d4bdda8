Feature: Expressions - types, CASE, strings and lists as other engines have them

  Scenario Outline: Values of expressions
    Given any graph
    When executing query:
      """
      RETURN <expression> AS value
      """
    Then the result should be, in any order:
      | value   |
      | <value> |
    And no side effects

    Examples:
      | expression                                                                     | value                          |
      | 1 IS :: INTEGER                                                                | true                           |
      | 1 IS TYPED INT                                                                 | true                           |
      | 1 IS :: INTEGER \| STRING                                                       | true                           |
      | true IS :: INTEGER \| STRING                                                    | false                          |
      | true IS NOT :: INTEGER \| STRING                                                | true                           |
      | [1, 'a'] IS :: LIST<INTEGER \| STRING>                                          | true                           |
      | [1, null] IS :: LIST<INTEGER>                                                  | true                           |
      | [1, null] IS :: LIST<INTEGER NOT NULL>                                         | false                          |
      | [1] IS :: INTEGER LIST                                                         | true                           |
      | [[1]] IS :: ARRAY<LIST<INT>>                                                   | true                           |
      | null IS :: INTEGER                                                             | true                           |
      | null IS :: INTEGER NOT NULL                                                    | false                          |
      | null IS :: NULL                                                                | true                           |
      | 1 IS :: NOTHING                                                                | false                          |
      | 1 IS :: ANY<INTEGER \| STRING>                                                  | true                           |
      | 1 IS :: PROPERTY VALUE                                                         | true                           |
      | {a: 1} IS :: PROPERTY VALUE                                                    | false                          |
      | {a: 1} IS :: MAP                                                               | true                           |
      | localtime('10:00') IS :: TIME WITHOUT TIME ZONE                                | true                           |
      | datetime('2024-01-01T10:00Z') IS :: ZONED DATETIME                             | true                           |
      | [x IN [1, 'a', 2.5] WHERE x IS :: ANY<INTEGER \| FLOAT> \| x]                    | [1, 2.5]                       |
      | valueType([1, 'a'])                                                            | 'LIST<STRING NOT NULL \| INTEGER NOT NULL> NOT NULL' |
      | valueType([1, null])                                                           | 'LIST<INTEGER> NOT NULL'       |
      | valueType(null)                                                                | 'NULL'                         |
      | CASE 5 WHEN 1, 5 THEN 'y' ELSE 'n' END                                         | 'y'                            |
      | CASE 5 WHEN < 3 THEN 'small' WHEN >= 3 THEN 'big' END                          | 'big'                          |
      | CASE null WHEN IS NULL THEN 'none' ELSE 'some' END                             | 'none'                         |
      | CASE 'abc' WHEN STARTS WITH 'b', ENDS WITH 'c' THEN 1 ELSE 2 END               | 1                              |
      | CASE 2 WHEN IN [1, 2] THEN CASE 3 WHEN > 2 THEN 'both' END END                 | 'both'                         |
      | CASE 1 WHEN IS :: STRING THEN 's' WHEN IS :: INTEGER THEN 'i' END              | 'i'                            |
      | CASE -1 WHEN -1 THEN 'minus' END                                               | 'minus'                        |
      | trim(BOTH 'x' FROM 'xax')                                                      | 'a'                            |
      | trim(LEADING FROM ' a ')                                                       | 'a '                           |
      | trim(TRAILING 'x' FROM 'xax')                                                  | 'xa'                           |
      | trim('x' FROM 'xax')                                                           | 'a'                            |
      | 'abc' IS NORMALIZED                                                            | true                           |
      | normalize('é', NFD) IS NOT NFC NORMALIZED                                      | true                           |
      | size(normalize('é', NFD))                                                      | 2                              |
      | replace('abab', 'a', 'x', 1)                                                   | 'xbab'                         |
      | char_length('čau')                                                             | 3                              |
      | [1, 2, 3, 4][1..3]                                                             | [2, 3]                         |
      | [1, 2, 3][..-1]                                                                | [1, 2]                         |
      | reduce(s = '', x IN ['a', 'b'] \| s + x)                                        | 'ab'                           |
      | 'ABC' =~ '(?i)ab.'                                                             | true                           |
      | all(x IN [] WHERE x)                                                           | true                           |
      | single(x IN [1, 2] WHERE x > 1)                                                | true                           |
      | toBooleanOrNull('x')                                                           | null                           |

  Scenario: Map projection of nodes, with all that it may hold
    Given an empty graph
    And having executed:
      """
      CREATE (:P {name: 'Ann', age: 40})-[:KNOWS]->(:P {name: 'Bob'})
      """
    When executing query:
      """
      MATCH (p {name: 'Ann'}) WITH p, 1 AS one
      RETURN p {.age, .missing, one, twice: p.age * 2, knows: [(p)-->(q) | q {.name}]} AS some, p {.*} AS all
      """
    Then the result should be, in any order:
      | some                                                                      | all                     |
      | {age: 40, missing: null, one: 1, twice: 80, knows: [{name: 'Bob'}]} | {age: 40, name: 'Ann'} |

  Scenario: Properties by computed names
    Given an empty graph
    When executing query:
      """
      CREATE (n {a: 1}) SET n['b' + 'c'] = 2 REMOVE n['a'] RETURN n
      """
    Then the result should be, in any order:
      | n         |
      | ({bc: 2}) |
    And the side effects should be:
      | +nodes      | 1 |
      | +properties | 1 |

  Scenario: Nodes are found by name and alias, whatever case and accents
    Given an empty graph
    And having executed:
      """
      CREATE (:Entity {name: 'China', aliases: ['PRC', 'Číňa'], mentions: 3}), (:Entity {name: 'Prc', mentions: 1})
      """
    When executing query:
      """
      RETURN entity('china').name AS name, entity('CINA').name AS alias, entity('prc').name AS both, entity('x') AS none
      """
    Then the result should be, in any order:
      | name    | alias   | both  | none |
      | 'China' | 'China' | 'Prc' | null |

  Scenario Outline: Wrong types
    Given any graph
    When executing query:
      """
      RETURN <expression> AS value
      """
    Then a SyntaxError should be raised at compile time: <detail>

    Examples:
      | expression                  | detail            |
      | 1 IS :: INTEGR              | UnexpectedSyntax  |
      | 1 IS :: LIST                | UnexpectedSyntax  |
      | CASE WHEN > 3 THEN 1 END    | UnexpectedSyntax  |

  Scenario: A range is longer than any list where it is only gone through
    When executing query:
      """
      UNWIND range(-1, -1000000000000, -7) AS x WITH x LIMIT 2 RETURN x
      """
    Then the result should be, in order:
      | x  |
      | -1 |
      | -8 |

  Scenario: The function exists asks whether a pattern is there
    Given having executed:
      """
      CREATE (:A {v: 1})-[:R]->(:B), (:A {v: 2})-[:S]->(:B), (:A {v: 3})
      """
    When executing query:
      """
      MATCH (a:A)
      WHERE exists((a)-->()) AND NOT exists((a)-[:S]->(:B)) OR a.v = 3
      RETURN a.v, exists((a)-[:R]->(:B)) AS there, exists(a.v) AS known
      """
    Then the result should be, in any order:
      | a.v | there | known |
      | 1   | true  | true  |
      | 3   | false | true  |

  Scenario: The length of a list of what a pattern finds
    Given having executed:
      """
      CREATE (a:A {v: 1}), (b:B {w: 1}), (a)-[:R {k: 1}]->(b), (a)-[:R {k: 2}]->(b), (a)-[:S]->(:B), (b)-[:R]->(:A {v: 2}), (:A {v: 3})
      """
    When executing query:
      """
      MATCH (a:A)
      RETURN a.v AS v, size([(a)-->(x) | x]) AS all, size([(a)-->(x) | x.w]) AS known, size([(a)-[r:R]-() WHERE r.k > 1 | 1]) AS some,
             size([p = (a)-[*2]-(:A) | length(p)]) AS paths, size([p = (a)-[*2]-(:A) | p]) AS whole, size([(a)-[:R]->()<-[:R]-(a) | a]) AS back
      """
    Then the result should be, in any order:
      | v | all | known | some | paths | whole | back |
      | 1 | 3   | 3     | 1    | 4     | 4     | 2    |
      | 2 | 0   | 0     | 0    | 2     | 2     | 0    |
      | 3 | 0   | 0     | 0    | 0     | 0     | 0    |

  Scenario: A list that cannot be made has no length
    Given having executed:
      """
      CREATE (:A {v: 0})-[:R]->()
      """
    When executing query:
      """
      MATCH (a:A) RETURN size([(a)-->() | 1 / a.v]) AS n
      """
    Then a ArithmeticError should be raised at runtime: DivisionByZero

  Scenario Outline: Names within the length of a list
    When executing query:
      """
      <query>
      """
    Then a SyntaxError should be raised at compile time: UndefinedVariable

    Examples:
      | query                                        |
      | MATCH (a) RETURN size([(a)-->(b) \| c])       |
      | MATCH (a) RETURN size([(a)-->(b) \| b]), b    |
      | MATCH (a) RETURN size([(a)-->(b) WHERE c \| 1]) |

  Scenario: A pattern within a value is no value
    When executing query:
      """
      MATCH (a) RETURN exists((a)-->() AND true)
      """
    Then a SyntaxError should be raised at compile time: UnexpectedSyntax

  Scenario: Whether there is a shortest path
    Given having executed:
      """
      CREATE (a:A {v: 1})-[:R]->()-[:R]->(b:B), (:A {v: 2})
      """
    When executing query:
      """
      MATCH (a:A), (b:B) RETURN a.v AS v, exists(shortestPath((a)-[*]->(b))) AS there
      """
    Then the result should be, in any order:
      | v | there |
      | 1 | true  |
      | 2 | false |
