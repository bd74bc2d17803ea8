"""Who is asked, and what becomes of the answers. Ten stages, in the order in which data flows:

authoring     staff write a draft: questions, choices, weights
publishing    the draft becomes a numbered version that never changes
taking        a person answers it, a question a screen
scoring       answers become an outcome: pure arithmetic
recommending  the outcome chooses products
profiles      what a person agreed to keep, under which consent
offers        what they get in return
followups     the mails they agreed to
insights      what the brand learns from all of it
embedding     the same pages inside a brand's own site
"""
