# Completion of doapi and every doapi-… name in PowerShell, with the names that the account holds.
# Append this to the file that $PROFILE names.
$env:COMPLETE = "powershell"; doapi | Out-String | Invoke-Expression; Remove-Item Env:\COMPLETE
