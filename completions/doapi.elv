# Completion of doapi and every doapi-… name in elvish, with the names that the account holds.
# Append this to ~/.config/elvish/rc.elv.
eval (env COMPLETE=elvish doapi | slurp)
