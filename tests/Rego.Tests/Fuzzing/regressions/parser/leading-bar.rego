package
a
a
if-
#-#2.DTA
s|rings.d