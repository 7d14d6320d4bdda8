Feature: LOAD CSV - from the folder that is allowed, and from nowhere else

  Scenario: With headers
    Given an empty graph
    When executing query:
      """
      LOAD CSV WITH HEADERS FROM 'file:///people.csv' AS row RETURN row.name AS name, toInteger(row.age) AS age, row.note AS note
      """
    Then the result should be, in order:
      | name               | age  | note               |
      | 'Ann'              | 40   | 'says "hi", often' |
      | 'Bob'              | null | null               |
      | 'Čeněk, the third' | 7    | 'x'                |

  Scenario: Without headers, with another separator
    Given an empty graph
    When executing query:
      """
      LOAD CSV FROM 'numbers.csv' AS row FIELDTERMINATOR ';' RETURN row
      """
    Then the result should be, in order:
      | row        |
      | ['1', '2'] |
      | ['3', '4'] |
      | ['5']      |

  Scenario: Rows become nodes
    Given an empty graph
    When executing query:
      """
      LOAD CSV WITH HEADERS FROM 'people.csv' AS row WITH row WHERE row.age IS NOT NULL
      MERGE (p:Person {name: row.name}) ON CREATE SET p.age = toInteger(row.age)
      """
    Then the result should be empty
    And the side effects should be:
      | +nodes      | 2 |
      | +labels     | 1 |
      | +properties | 4 |

  Scenario Outline: What is refused
    Given an empty graph
    When executing query:
      """
      LOAD CSV FROM <source> AS row <rest>
      """
    Then a <type> should be raised at runtime: <detail>

    Examples:
      | source                          | rest                           | type          | detail               |
      | 'missing.csv'                   | RETURN row                     | ExternalError | FileNotFound         |
      | '../scenarios/files/people.csv' | RETURN row                     | ExternalError | FileNotAllowed       |
      | '/etc/passwd'                   | RETURN row                     | ExternalError | FileNotFound         |
      | 'https://example.org/x.csv'     | RETURN row                     | ExternalError | UrlNotAllowed        |
      | 1                               | RETURN row                     | TypeError     | InvalidArgumentType  |
      | 'people.csv'                    | FIELDTERMINATOR ';;' RETURN row | ArgumentError | InvalidArgumentValue |
