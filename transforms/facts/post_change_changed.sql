-- `changed`: posts that have another past than before tonight, from `first_day` on; `portion` is where there are changes to tell.
CREATE OR REPLACE TEMP TABLE changed (brand TEXT, platform TEXT, post_id TEXT, format TEXT, first_day DATE, portion INT);

-- `whole`: brands of which every post is told from its beginning.
CREATE OR REPLACE TEMP TABLE whole (brand TEXT);
