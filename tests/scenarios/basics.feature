Feature: Basics - reading, writing and the errors that a query can have

  Background:
    Given an empty graph

  Scenario: Literals of every type
    When executing query:
      """
      RETURN 1 AS i, 1.5 AS f, 'it\'s' AS s, [1, null] AS l, {k: true} AS m, null AS n
      """
    Then the result should be, in any order:
      | i | f   | s       | l         | m         | n    |
      | 1 | 1.5 | 'it\'s' | [1, null] | {k: true} | null |
    And no side effects

  Scenario: What is created can be matched
    When executing query:
      """
      CREATE (:City {name: 'Oslo'})-[:LIES_IN {since: 1048}]->(:Country {name: 'Norway'})
      """
    Then the result should be empty
    And the side effects should be:
      | +nodes         | 2 |
      | +relationships | 1 |
      | +labels        | 2 |
      | +properties    | 3 |
    When executing control query:
      """
      MATCH p = (:City)-[r]->(c) RETURN p, r, c.name
      """
    Then the result should be, in any order:
      | p                                                                                | r                         | c.name   |
      | <(:City {name: 'Oslo'})-[:LIES_IN {since: 1048}]->(:Country {name: 'Norway'})> | [:LIES_IN {since: 1048}] | 'Norway' |

  Scenario: Rows come in the order asked for
    When executing query:
      """
      UNWIND [3, null, 1.5, 'a', true] AS x RETURN x ORDER BY x DESC
      """
    Then the result should be, in order:
      | x    |
      | null |
      | 3    |
      | 1.5  |
      | true |
      | 'a'  |

  Scenario: A statement that fails half-way leaves the graph as it was
    Given having executed:
      """
      CREATE ({v: 1}), ({v: 0})
      """
    When executing query:
      """
      MATCH (n) WITH n ORDER BY n.v DESC SET n.w = 1 / n.v RETURN n
      """
    Then a ArithmeticError should be raised at runtime: DivisionByZero

  Scenario Outline: Errors are found before anything runs
    When executing query:
      """
      <query>
      """
    Then a SyntaxError should be raised at compile time: <detail>

    Examples:
      | query                       | detail                   |
      | RETURN x                    | UndefinedVariable        |
      | RETURN size()               | InvalidNumberOfArguments |
      | RETURN nonsense(1)          | UnknownFunction          |
      | MATCH (n) RETURN type(n)    | InvalidArgumentType      |
      | WITH 1 AS a, 2 AS a RETURN a | ColumnNameConflict       |

  Scenario Outline: What stands beside an aggregate in ORDER BY and was not projected
    When executing query:
      """
      <query>
      """
    Then a SyntaxError should be raised at compile time: <detail>

    Examples:
      | query                                                                   | detail                        |
      | MATCH (a)-->(b) RETURN a.x, count(*) ORDER BY b.x + count(*)            | UndefinedVariable              |
      | MATCH (a)-->(b) RETURN a.x, count(*) ORDER BY a.x + size(b) + count(*)  | AmbiguousAggregationExpression |
      | MATCH (a)-->(b) RETURN a.x, count(*) ORDER BY size(b) + count(*)        | UndefinedVariable              |
