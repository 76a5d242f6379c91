-- The few words that every query shares.

-- Calendar month as text; 'undated' where there is no time. Moments are cut at UTC midnight.
CREATE OR REPLACE MACRO month_of(moment) AS coalesce(strftime(moment, '%Y-%m'), 'undated');

-- R2, R3: one division at the end, NULL for a zero or missing denominator, rounded to 12 significant digits.
CREATE OR REPLACE MACRO ratio(numerator, denominator) AS
    CASE WHEN denominator <> 0 THEN format('{:.11e}', numerator::DOUBLE / denominator::DOUBLE)::DOUBLE END;

-- A name as people mean it: no case, no surrounding blanks, single blanks within.
CREATE OR REPLACE MACRO folded(name) AS lower(trim(regexp_replace(name, '\s+', ' ', 'g')));
