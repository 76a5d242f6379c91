"""Formats and exports of networks that exist in tests alone, and of those that are gone."""

LOOPS_FORMAT = """\
title: Loops, posts
platform: loops
grain: post
columns:
  post_id: Clip
  published_at: Made on
  impressions: {headers: Plays, counts: loops}
  likes: Hearts
  comments: Talk
  watch_time_s: {headers: Watched, written: hours}
times: [DD.MM.YYYY]
zone: Europe/Amsterdam
numbers: {thousands: "."}
missing: [keine]
not_carried: {Mood: nobody counts moods}
"""
LOOPS = """\
Clip;Made on;Plays;Hearts;Talk;Watched;Mood
c-1;03.10.2026;1.200;80;4;2,5;gay
c-2;14.10.2026;12.500.000;1.000;keine;0;sad
c-3;31.10.2026;7;0;0;0;
Total;;12.501.207;1.080;4;2,5;
"""
VINE = """\
Post ID,Created,Permalink,Description,Loops,Likes,Comments,Reposts,Venue
1067508538123616256,2014-03-05 18:00:00,https://vine.co/v/MxAAAAAAAAA,New coat #atelier,5100,40,3,7,Paris
1067508538123616300,2014-03-09 09:30:00,https://vine.co/v/MxBBBBBBBBB,Shop floor,900,10,0,1,
"""
KLOUT = """\
Date,Screen name,Name,Klout score,Topics
2014-03-01,@A.Creator,A Creator,63.27,fashion
2014-03-02,a.creator,A Creator,64,fashion
2014-03-02,b.creator,B Creator,,
"""
