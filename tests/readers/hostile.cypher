// Names that break out of formats which do not escape them, and facts between them.
CREATE (a:Entity:Person {name: 'quote " and \' and `tick`', aliases: ['one; two', 'back\\slash\\']}),
       (b:Entity:Place {name: '</script><script>alert(1)</script><!--', note: ']]> & <b>'}),
       (c:Entity:Concept {name: '=cmd|\' /C calc\'!A0', mentions: 3}),
       (d:Entity:Work {name: 'right \u202eto\u202c left \u200f', ratio: 0.5, whole: 2.0}),
       (e:Entity:Event {name: 'nul \u0000 bell \u0007 tab \t line\nbreak\r\nend', held: date('2023-04-16'), sure: true}),
       (f:Entity:Group {name: '李尚福 👩‍💻 é', big: 9007199254740993}),
       (g:`odd label; with "quotes"` {name: '[[link]] #tag ^block | pipe \\n'}),
       (h:Entity {name: ''}), (i), (j:Entity {name: 'China'}), (k:Entity {name: 'china'}), (l:Entity {name: 'CON'}),
       (a)-[:VISITS {status: 'planned', confidence: 0.5, by: 'x "y" <z>'}]->(b),
       (a)-[:VISITS {status: 'denied'}]->(b),
       (b)-[:`SAYS "NO"; -->`]->(c), (c)-[:COOPERATES_WITH {symmetric: true, time: ['2023', 'a; b']}]->(d),
       (d)-[:R]->(d), (e)-[:R {type: 'own', id: 1, label: 'x', source: 's'}]->(f), (f)-[:R]->(g), (g)-[:R]->(h), (h)-[:R]->(i),
       (j)-[:R]->(k), (k)-[:R]->(l), (l)-[:`=1+1`]->(a);
