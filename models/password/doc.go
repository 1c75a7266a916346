// Package password tells whether a new password is easy to guess, and why, in words for the person who typed it.
//
// It estimates how many guesses somebody needs who knows what people choose: common passwords, repeats, sequences, rows of the keyboard, and words about
// the person. The list of common passwords is that of zxcvbn 4.4.2 (Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc., MIT license, text in
// LICENSE.common): its first 20,000, all further ones of at least 10 characters, and the common English words of at least 9 letters, which make passwords by
// themselves.
//
// It may import x/text. It keeps nothing, and no password leaves it.
package password
