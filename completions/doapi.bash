# Completion of doapi and every doapi-… name in bash, with the names that the account holds.
# Source this from ~/.bashrc, or put it where bash-completion looks for scripts, under each of the names.
command -v doapi >/dev/null && eval "$(COMPLETE=bash doapi)"
