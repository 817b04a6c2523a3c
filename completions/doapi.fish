# Completion of doapi and every doapi-… name in fish, with the names that the account holds.
# Put this into a conf.d directory, such as ~/.config/fish/conf.d/.
command -q doapi; and COMPLETE=fish doapi | source
