Feature: Values - functions and arithmetic beyond the conformance kit

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
      | expression                                                              | value                                       |
      | toIntegerOrNull([])                                                     | null                                        |
      | toFloatList(['1', 'x', null])                                           | [1.0, null, null]                           |
      | round(-1.25, 1, 'HALF_EVEN')                                            | -1.2                                        |
      | split('a,b;c', [',', ';'])                                              | ['a', 'b', 'c']                             |
      | btrim('xyaxy', 'xy')                                                    | 'a'                                         |
      | isEmpty([])                                                             | true                                        |
      | nullIf(1, 1.0)                                                          | null                                        |
      | valueType(1.5)                                                          | 'FLOAT NOT NULL'                            |
      | substring('čau', 1)                                                     | 'au'                                        |
      | date('2024-02-29') + duration({years: 1})                               | '2025-02-28'                                |
      | datetime('2023-03-25T12:00[Europe/Oslo]') + duration('PT24H')           | '2023-03-26T13:00+02:00[Europe/Oslo]'       |
      | datetime({epochMillis: 1})                                              | '1970-01-01T00:00:00.001Z'                  |
      | date.truncate('weekYear', date('2021-01-03'))                           | '2019-12-30'                                |
      | duration({days: 1}) / 2                                                 | 'PT12H'                                     |
      | [1, 2, 3, 4][1..-1]                                                     | [2, 3]                                      |
      | [1, 2, 3][-1]                                                           | 3                                           |

  Scenario Outline: Errors of expressions
    Given any graph
    When executing query:
      """
      RETURN <expression> AS value
      """
    Then a <type> should be raised at runtime: <detail>

    Examples:
      | expression                   | type            | detail               |
      | 1 / 0                        | ArithmeticError | DivisionByZero       |
      | 9223372036854775807 + 1      | ArithmeticError | IntegerOverflow      |
      | date('2023-02-30')           | ArgumentError   | InvalidArgumentValue |
      | left('abc', -1)              | ArgumentError   | NumberOutOfRange     |
      | {a: 1}[toInteger('1')]       | TypeError       | MapElementAccessByNonString |
