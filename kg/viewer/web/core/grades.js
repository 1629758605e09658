// Grades of the Admiralty code, as "B2": how reliable a source is, how credible what it says.
// kg/model/grades.py knows the same, and passes the same vectors.

const RELIABILITIES = "ABCDEF";
const CREDIBILITIES = "123456";

/**
 * The places of the two parts of a grade, or null if it is none.
 * @param {string} grade
 * @returns {[number, number] | null}
 */
function parts(grade) {
  if (grade.length !== 2) return null;
  const [reliability, credibility] = [
    RELIABILITIES.indexOf(grade[0]),
    CREDIBILITIES.indexOf(grade[1]),
  ];
  return reliability < 0 || credibility < 0 ? null : [reliability, credibility];
}

/**
 * The place of a grade from the best: by reliability, then by credibility, what is none last.
 * @param {string} grade
 */
export function gradeRank(grade) {
  const [reliability, credibility] = parts(grade) ?? [RELIABILITIES.length, 0];
  return reliability * CREDIBILITIES.length + credibility;
}

/**
 * How far what is so graded is to be doubted: 0 for A1 to 1 for F6, and for none.
 * @param {string} grade
 */
export function gradeDoubt(grade) {
  const found = parts(grade);
  return found ? (found[0] + found[1]) / 10 : 1;
}
