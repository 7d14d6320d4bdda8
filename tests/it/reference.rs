//! Who is meant: pronouns, descriptions and short names in articles of several firms, people, ships and courts.

use factloom::analyse::{Analyser, Model};
use factloom::fact::extract;
use factloom::text::Document;

/// The facts of a text, a line each: `subject | relation | object`.
fn facts(text: &str) -> Vec<String> {
    let document = Document::from_text("a", text);
    let found = extract(&document, &Analyser::shared(Model::Accurate).analyse(&document));
    let name = |e: factloom::fact::EntityIndex| found.entities[e.0].name.clone();
    found.facts.iter().map(|f| format!("{} | {} | {}", name(f.subject), f.relation, name(f.object))).collect()
}

#[track_caller]
fn says(text: &str, there: &[&str], not_there: &[&str]) {
    let found = facts(text);
    for fact in there {
        assert!(found.iter().any(|f| f == fact), "no {fact:?} in {found:#?}");
    }
    for part in not_there {
        assert!(!found.iter().any(|f| f.contains(part)), "{part:?} in {found:#?}");
    }
}

#[test]
fn a_firm_after_its_founder_is_the_firm_still() {
    says(
        "Brightwell Foods agreed on Monday to buy rival snack maker Tamarack Brands. Tamarack, founded in 1954 by \
         Otto Tamarack, employs 6,200 people.",
        &[
            "Brightwell Foods | buys | Tamarack Brands",
            "Otto Tamarack | founds | Tamarack Brands",
            "Tamarack Brands | employs | 6,200 people",
        ],
        &["Otto Tamarack | employs", "snack maker Tamarack"],
    );
}

#[test]
fn the_firm_is_that_of_who_speaks_or_leaves() {
    says(
        "Quillon Paper sued Delmar Board over a patent in March. \"We will win,\" said Delmar chairman Joel Marsh. He left \
         the firm in May.",
        &["Quillon Paper | sues | Delmar Board"],
        &["leaves | Quillon Paper"],
    );
}

#[test]
fn a_woman_accused_denies_it_not_her_accuser() {
    says(
        "The banker's wife, Odile Castel, has left the country. She told a newspaper that her husband was innocent. \
         Prosecutor Elena Varga charged her with fraud in June. She denies the charge.",
        &["Odile Castel | denies | charge"],
        &["Elena Varga | denies"],
    );
}

#[test]
fn her_husband_is_whose_wife_she_is() {
    says(
        "Henri Castel was convicted in 2020. Castel's wife, Odile, has left Malvia. Odile said that her husband was \
         innocent.",
        &["Henri Castel | is | innocent"],
        &["Odile's husband"],
    );
}

#[test]
fn what_a_sentence_denies_is_no_university() {
    says(
        "Marit Solheim wrote in April that Jon Aasen of Bergstad University had copied her data. Aasen denied it.",
        &[],
        &["denies | Bergstad University", "denies | University"],
    );
}

#[test]
fn somebody_from_a_country_is_not_the_country() {
    says(
        "Brazilian striker Mateus Oliveira scored twice for the hosts. The Brazilian, who joined in January, has now \
         scored 14 goals.",
        &["Mateus Oliveira | scores | 14 goals"],
        &["Brazil | scores"],
    );
}

#[test]
fn a_mayor_is_of_a_city_and_so_is_it() {
    says(
        "Officials in Lorne signed a contract. Lorne will pay two thirds of the sum because it has more inhabitants. Its mayor, Priya Nair, said the city had \
         waited for the tram for 20 years.",
        &["Priya Nair | is-mayor-of | Lorne", "Lorne | waits-for | tram"],
        &["sum | has"],
    );
}

#[test]
fn what_belongs_to_nobody_known_gives_no_fact() {
    says(
        "A trawler and a tanker collided off Skagen, a lawyer and a sailor said. Their families were paid 50,000 euros.",
        &[],
        &["families | "],
    );
}

#[test]
fn a_university_goes_by_its_town() {
    says(
        "The University of Torvik has suspended a professor. Torvik's rector, Kari Moen, said that the rules were clear.",
        &["Kari Moen | is-rector-of | University of Torvik"],
        &[],
    );
}

#[test]
fn the_two_companies_are_those_that_it_is_all_about() {
    says(
        "Vantor Robotics, a Swiss maker of warehouse robots, has sued Helix Automation, a court filing showed. Vantor said \
         that Helix had copied a gripper. Helix said it would defend itself. Dana Whitlow told Reuters that Vantor was \
         wrong. The two companies built a test centre in Basel.",
        &["Vantor Robotics | builds | test centre", "Helix Automation | builds | test centre"],
        &["Reuters | builds", "two companies | "],
    );
}

#[test]
fn pronouns_within_a_clause_are_not_its_other_noun() {
    says(
        "Ann Roe met Eva Lund in Oslo. Roe thanked her. Lund praised her.",
        &["Ann Roe | thanks | Eva Lund"],
        &["Ann Roe | thanks | Ann Roe", "Eva Lund | praises | Eva Lund"],
    );
}

#[test]
fn ships_are_no_people_and_their_owner_is_a_firm() {
    says(
        "The container ship Meridian Star collided with the ferry Queen of Alder off Denmark. Nordline, which owns the \
         Queen of Alder, said it would sue the owner of the freighter.",
        &["Meridian Star | is | container ship", "Nordline | owns | Queen of Alder"],
        &["Queen of Alder | sues"],
    );
}

#[test]
fn the_vote_is_no_commission() {
    says(
        "The Central Election Commission counted the ballots all night. Observers from Vienna described the vote as fair.",
        &[],
        &["Central Election Commission | is |"],
    );
}

#[test]
fn his_client_is_whose_lawyer_he_is() {
    says(
        "Henri Castel was convicted of fraud in 2020. His lawyer, Alain Perret, said his client had appealed to the \
         European Court of Human Rights.",
        &[],
        &["client", "Alain Perret | appeals-to"],
    );
}

#[test]
fn a_colleague_of_somebody_is_nobody_in_particular() {
    says("Deputy Prime Minister Sofia Hallgren defended her colleague.", &[], &["colleague"]);
}

#[test]
fn the_boston_company_is_no_name() {
    says(
        "Vantor Robotics has sued Helix Automation over a patent. Vantor said Helix copied a gripper. The Boston company \
         rejected the claim.",
        &["Vantor Robotics | sues | Helix Automation"],
        &["Boston company |"],
    );
}

#[test]
fn of_somebody_who_is_not_found_nothing_is_said() {
    let told = facts(
        "The striker thanked Ann Roe in Kalvik. Bo Lund praised the manager. Ann Roe praised a manager of Elbar.",
    );
    assert!(!told.iter().any(|f| f.contains("striker") || f.ends_with("| manager")), "{told:?}");
}

#[test]
fn asides_about_nobody_in_particular_are_left_out() {
    says(
        "Ann Roe found a Roman coin in Hull while workmen were laying a pipe. Bo Lund praised Elbar as supermarkets \
         cut prices. Workmen are repairing the old bridge.",
        &["Ann Roe | finds | Roman coin", "Bo Lund | praises | Elbar", "workmen | repairs | old bridge"],
        &["pipe", "prices"],
    );
}

#[test]
fn what_is_not_so_is_no_fact() {
    says(
        "Ana Reis said that the man was Bo Lund. Elbar's sale requires approval in Peru. Carl Berg treated the museum as \
         his private house. Turin saw one of Italy's largest trials of the past decade.",
        &[],
        &["is | Bo Lund", "occurs-in", "private house", "decade"],
    );
}
